namespace BatchRunner.Jobs.Planning;

/// <summary>
/// When the last number of a batch will be done, counted from now: in four of five cases within the band.
/// </summary>
/// <param name="Low">One of ten ends sooner.</param>
/// <param name="Middle">As likely sooner as later.</param>
/// <param name="High">One of ten takes longer.</param>
public sealed record EtaBand(TimeSpan Low, TimeSpan Middle, TimeSpan High)
{
    /// <summary>For a person: <c>about 3 min (2 to 5)</c>.</summary>
    public override string ToString() => EtaWords.Of(this);
}
