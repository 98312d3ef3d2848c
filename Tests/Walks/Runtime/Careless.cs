using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Native;

namespace Mine;

/// <summary>A walk with three faults, compiled by <c>ptemu compare --walk</c>: no i_mmap lock, a vma lock never dropped, a gather never paid.</summary>
public readonly struct Careless : IUnshareWalk
{
    public static string Name => "careless";

    public static string Summary => "what compare must not call clean";

    public static DateOnly Since => new(2026, 11, 22);

    public static void Run<P>(Kernel<P> k, Vma vma) where P : struct, IProbe
    {
        k.HugetlbVmaLockWrite(vma);
        using var gather = k.TlbGatherMmu(vma.Mm);
        for (var address = vma.Start.AlignUp<Pud>(); address < vma.End.AlignDown<Pud>(); address += Pud.Span)
        {
            var ptep = k.HugePteOffset(vma, address);
            if (!ptep.IsNull) k.HugePmdUnshare(gather, vma, address, ptep);
        }
    }
}
