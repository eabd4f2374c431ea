using System.Text;

namespace BatchRunner.Storage;

/// <summary>The names of <see cref="ResultStatus"/> as they stand in <c>results.status</c>.</summary>
static class ResultStatusNames
{
    /// <summary>By the value of the status, UTF-8.</summary>
    internal static readonly byte[][] Utf8 =
        ["factored"u8.ToArray(), "unfactored"u8.ToArray(), "quarantined"u8.ToArray()];

    /// <exception cref="InvalidDataException">There is no such status.</exception>
    internal static ResultStatus Parse(ReadOnlySpan<byte> name)
    {
        for (var status = 0; status < Utf8.Length; status++)
            if (name.SequenceEqual(Utf8[status])) return (ResultStatus)status;

        throw new InvalidDataException($"'{Encoding.UTF8.GetString(name)}' is no result status.");
    }
}
