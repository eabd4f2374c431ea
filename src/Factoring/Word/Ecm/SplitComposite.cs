namespace BatchRunner.Factoring.Word.Ecm;

/// <summary>A composite taken in two, neither part 1; each part may be composite again.</summary>
readonly record struct SplitComposite(ulong One, ulong Other, int Owner, FactoringMethod Method);
