using Emulator.Native;
using Emulator.Tlb;

namespace Tests.Tlb.Hardware;

/// <summary>A CPU with its tables, whose entries a test reads and writes.</summary>
internal sealed class UnitUnderTest : IDisposable
{
    /// <summary>In the second of all of PML4E, PDPTE, PDE and PTE.</summary>
    public static readonly VirtAddr Page = new((1UL << 39) | Pud.Span | Pmd.Span | Pt.Span);

    public UnitUnderTest(CpuModel? model = null, TlbEntryKind kind = TlbEntryKind.Page4K, int levels = 4)
    {
        Arena = new(new() { Limit = ByteSize.FromMega(8), HugePages = false });
        Tables = new(Arena, kind, levels);
        Unit = new(model ?? CpuModels.SkylakeSp, Arena) { State = new() { Root = Tables.Root, Levels = levels } };
        Tables.Map(Page);
    }

    public FrameArena Arena { get; }

    public DemandTables Tables { get; }

    public TranslationUnit Unit { get; }

    public PteRef Pml4e => Arena.TableAt<P4d>(Tables.Root).At(Page);

    public PteRef Pdpte => Arena.TableAt<Pud>(Pml4e.Value.TableAddress).At(Page);

    public PteRef Pde => Arena.TableAt<Pmd>(Pdpte.Value.TableAddress).At(Page);

    public PteRef Pte => Arena.TableAt<Pt>(Pde.Value.TableAddress).At(Page);

    public Translation Read(VirtAddr? address = null) => Unit.Translate(address ?? Page, MemoryAccess.Read);

    public Translation Write(VirtAddr? address = null) => Unit.Translate(address ?? Page, MemoryAccess.Write);

    public Translation Fetch() => Unit.Translate(Page, MemoryAccess.Fetch);

    /// <summary>Changes an entry; what is cached stays.</summary>
    public static void Set(PteRef place, ulong bits) => place.Value = place.Value.With(bits);

    public static void Put(PteRef place, Pte entry) => place.Value = entry;

    public static void Clear(PteRef place, ulong bits) => place.Value = place.Value.Without(bits);

    /// <summary>What is cached of a kind.</summary>
    public int Cached(TlbEntryKind kind) => Unit.Contents.Count(one => one.Tag.Kind == kind);

    public void Dispose()
    {
        Unit.Dispose();
        Arena.Dispose();
    }
}
