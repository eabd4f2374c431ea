namespace BatchRunner.Factoring.Word.Ecm;

/// <summary>
/// A number to be split, with what Montgomery arithmetic modulo it needs, whose factor it is, and how many curves have
/// been tried on it.
/// </summary>
record struct Composite(ulong Value, ulong Inverse, ulong One, int Owner, int Curves);
