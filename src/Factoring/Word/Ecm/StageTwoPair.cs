namespace BatchRunner.Factoring.Word.Ecm;

/// <summary>A giant and a baby whose X are to be compared, as places in the list of normalized points.</summary>
readonly record struct StageTwoPair(ushort Giant, ushort Baby);
