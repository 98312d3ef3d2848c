using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>The operand of AMD's INVLPGB (APM Vol. 3): what every CPU is asked to drop. There is one address-space ID: no guests.</summary>
public readonly record struct Invlpgb()
{
    /// <summary>The first address (rAX[0] set); all addresses if null.</summary>
    public VirtAddr? Address { get; init; }

    /// <summary>Pages from there on: ECX[15:0] + 1.</summary>
    public int Pages { get; init; } = 1;

    /// <summary>ECX[31]: the pages are 2 MB apart, not 4 kB.</summary>
    public bool IsStride2M { get; init; }

    /// <summary>EDX[27:16] (rAX[1] set); every PCID if null.</summary>
    public int? Pcid { get; init; }

    /// <summary>rAX[3]: global translations too.</summary>
    public bool IncludeGlobal { get; init; }

    /// <summary>rAX[4]: translations only, no upper-level entries.</summary>
    public bool FinalOnly { get; init; }

    /// <summary>The addresses; none if all are meant.</summary>
    public IEnumerable<VirtAddr> Addresses
    {
        get
        {
            for (var page = 0; Address is { } first && page < Pages; page++)
            {
                yield return first + ((ulong)page * (IsStride2M ? Pmd.Span : Pt.Span));
            }
        }
    }
}
