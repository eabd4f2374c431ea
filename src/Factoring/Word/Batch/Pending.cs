namespace BatchRunner.Factoring.Word.Batch;

/// <summary>A part of a number that is to be tested for primality, and the index of that number's answer.</summary>
readonly record struct Pending(ulong Value, int Owner);
