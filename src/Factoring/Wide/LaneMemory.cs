using System.Runtime.CompilerServices;

namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Where the residues of lane rings live: pinned and aligned to a cache line, because a full-width vector that crosses
/// lines loses most of what it gains. One per thread, used again for every number.
/// </summary>
sealed class LaneMemory
{
    const int Line = 64;

    int _next;

    /// <summary>Never moves until <see cref="Reserve"/> needs more.</summary>
    public double[] Words { get; private set; } = [];

    /// <summary>Forgets all residues and makes room for that many doubles.</summary>
    public unsafe void Reserve(int doubles)
    {
        var slack = Line / sizeof(double);
        if (Words.Length < doubles + slack) Words = GC.AllocateArray<double>(doubles + slack, pinned: true);
        var misaligned = (int)((nuint)Unsafe.AsPointer(ref Words[0]) % Line);
        _next = misaligned == 0 ? 0 : (Line - misaligned) / sizeof(double);
    }

    /// <summary>Room for one residue: the index of its first double.</summary>
    public int Take(int doubles)
    {
        var offset = _next;
        _next += (doubles + 7) & ~7;
        if (_next > Words.Length) throw new InvalidOperationException("The memory reserved for residues is too small.");
        return offset;
    }
}
