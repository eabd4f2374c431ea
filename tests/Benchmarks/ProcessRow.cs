namespace BatchRunner.Benchmarks;

/// <summary>CPU seconds of whole processes over one file, medians; null where there is nothing to run.</summary>
/// <param name="What">The file.</param>
/// <param name="Numbers">In it.</param>
/// <param name="Ours"><c>factor -j 1</c> of ours.</param>
/// <param name="WithoutAvx512">The same with <c>DOTNET_EnableAVX512=0</c>.</param>
/// <param name="WithoutAvx2">The same with <c>DOTNET_EnableAVX2=0</c>, which takes AVX-512 away too.</param>
/// <param name="Theirs">Debian's <c>factor</c>.</param>
sealed record ProcessRow(string What, int Numbers, double Ours, double WithoutAvx512, double WithoutAvx2, double? Theirs)
{
    public double? Times => Theirs / Ours;
}
