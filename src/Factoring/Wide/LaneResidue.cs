namespace BatchRunner.Factoring.Wide;

/// <summary>One residue a lane, somewhere in a <see cref="LaneMemory"/>: digit after digit, lane beside lane.</summary>
readonly record struct LaneResidue(int Offset);
