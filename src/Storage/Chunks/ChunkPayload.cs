namespace BatchRunner.Storage;

/// <summary>
/// One row of <c>chunk_numbers</c>: see <see cref="NewChunk"/> for the form of <see cref="Numbers"/>.
/// </summary>
public sealed record ChunkPayload
{
    public long FirstLine { get; init; }
    public long EndLine { get; init; }
    public byte[] Numbers { get; init; } = [];
}
