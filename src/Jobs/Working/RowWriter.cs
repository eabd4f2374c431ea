using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text;
using BatchRunner.Factoring;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Working;

/// <summary>Turns answers into rows: factors as a JSON array of decimal strings, without an object a number.</summary>
sealed class RowWriter
{
    // 127 factors of up to 39 digits with quotes and commas: more than any 128-bit number has.
    readonly byte[] _json = new byte[127 * 42 + 2];
    readonly byte[] _cofactor = new byte[39];
    static readonly byte[][] MethodNames = BuildMethodNames();

    internal void Add<T>(
        ResultRows rows, long line, ReadOnlySpan<byte> digits, FactorLists<T> answers, int index, long micros)
        where T : unmanaged, IUtf8SpanFormattable, INumber<T>
    {
        var used = 0;
        _json[used++] = (byte)'[';
        foreach (var factor in answers.Factors(index))
        {
            if (used > 1) _json[used++] = (byte)',';
            _json[used++] = (byte)'"';
            used += Format(factor, _json.AsSpan(used));
            _json[used++] = (byte)'"';
        }
        _json[used++] = (byte)']';

        var cofactor = answers.Cofactor(index);
        var cofactorLength = cofactor == T.One ? 0 : Format(cofactor, _cofactor);
        rows.Add(
            line, digits, _json.AsSpan(0, used),
            cofactorLength == 0 ? ResultStatus.Factored : ResultStatus.Unfactored,
            _cofactor.AsSpan(0, cofactorLength), Name(answers.Method(index)), micros);
    }

    static int Format<T>(T number, Span<byte> target) where T : IUtf8SpanFormattable =>
        number.TryFormat(target, out var written, default, null)
            ? written
            : throw new UnreachableException($"{number} needs more than {target.Length} digits.");

    internal static void Add(
        ResultRows rows, long line, ReadOnlySpan<byte> digits, Factorization answer, long micros)
    {
        var json = new StringBuilder("[");
        foreach (var factor in answer.Factors)
            json.Append(json.Length > 1 ? ",\"" : "\"").Append(factor).Append('"');
        json.Append(']');
        rows.Add(
            line, digits, Encoding.ASCII.GetBytes(json.ToString()),
            answer.IsComplete ? ResultStatus.Factored : ResultStatus.Unfactored,
            answer.IsComplete ? default : Digits(answer.Cofactor), Name(answer.Method), micros);
    }

    /// <summary>The row of a number that nobody dares to start again.</summary>
    internal static void AddQuarantined(ResultRows rows, long line, ReadOnlySpan<byte> digits) =>
        rows.Add(line, digits, "[]"u8, ResultStatus.Quarantined, digits, Name(FactoringMethod.None), 0);

    static byte[] Digits(BigInteger number) =>
        Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    static byte[] Name(FactoringMethod method) => MethodNames[(byte)method];

    // By value of the enum: a name is looked up once a row and lives for ever, as the rows require.
    static byte[][] BuildMethodNames()
    {
        var names = new byte[256][];
        foreach (var stage in Enum.GetValues<FactoringMethod>())
        {
            if (stage == FactoringMethod.ProbablePrime) continue;
            names[(byte)stage] = Encoding.ASCII.GetBytes(FactoringMethods.Name(stage));
            if (stage == FactoringMethod.None) continue;
            var flagged = stage | FactoringMethod.ProbablePrime;
            names[(byte)flagged] = Encoding.ASCII.GetBytes(FactoringMethods.Name(flagged));
        }
        return names;
    }
}
