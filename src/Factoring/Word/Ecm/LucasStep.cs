namespace BatchRunner.Factoring.Word.Ecm;

/// <summary>One sum or doubling of a <see cref="LucasChain"/>, in registers.</summary>
readonly record struct LucasStep(byte First, byte Second, byte Difference, byte Target);
