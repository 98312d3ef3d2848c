using Emulator.Kernel;
using Emulator.Native;
using Emulator.Scenarios;
using FsCheck;
using FsCheck.Fluent;

namespace Tests.Scenarios;

/// <summary>Random statements of every verb, over processes A and B, a child C, and files F and G.</summary>
internal static class StatementGen
{
    // Small sizes, any sizes, and the ends.
    private static readonly Gen<ByteSize> Size = Gen.OneOf(
        Gen.Choose(0, 1 << 20).Select(pages => ByteSize.FromMega(2 * (ulong)pages)),
        ArbMap.Default.GeneratorFor<ulong>().Select(bytes => new ByteSize(bytes)),
        Gen.Elements(ByteSize.Zero, new ByteSize(ulong.MaxValue)));

    // A value for every kind of slot; a maker takes those that its statement has.
    private static readonly Gen<Draw> Draws =
        from process in Gen.Elements("A", "B")
        from file in Gen.Elements("F", "G")
        from sizes in Size.ArrayOf(4)
        from addresses in Size.Select(size => VirtAddr.Zero + size).NonEmptyListOf()
        from yes in Gen.Elements(true, false)
        from also in Gen.Elements(true, false)
        from bits in Gen.Choose(0, int.MaxValue)
        from cpus in Gen.Choose(0, 1023).NonEmptyListOf()
        select new Draw(process, file, sizes, new(addresses), yes, also, bits, new(new ValueList<int>(cpus.Distinct().Order())));

    private static readonly Func<Draw, Statement>[] Makers =
    [
        d => new MmapStatement(1, "", d.Process, d.File, d.Range, d.Any<Sharing>(), d.Prot, d.Sizes[2], (MmapFlags)(d.Bits & 3), d.Also),
        d => new TouchStatement(1, "", d.Process, d.Range, ValueList<VirtAddr>.Empty, d.Any<AccessKind>(), d.Every),
        d => new TouchStatement(1, "", d.Process, null, d.Addresses, d.Any<AccessKind>(), d.Every),
        d => new MunmapStatement(1, "", d.Process, d.Range),
        d => new MlockStatement(1, "", d.Process, d.Range),
        d => new MunlockStatement(1, "", d.Process, d.Range),
        d => new MprotectStatement(1, "", d.Process, d.Range, d.Prot),
        d => new MremapStatement(1, "", d.Process, d.Range, d.Sizes[2], d.Yes, d.Bits % 2 == 0 ? null : d.Addresses[0], d.Also),
        d => new MadviseStatement(1, "", d.Process, d.Range, d.Any<MadviseBehavior>()),
        d => new FallocateStatement(1, "", d.Process, d.File, d.Range, d.Yes),
        d => new TruncateStatement(1, "", d.Process, d.File, d.Sizes[0]),
        d => new UffdRegisterStatement(1, "", d.Process, d.Range, (UffdModes)(d.Bits & 7), d.Context),
        d => new UffdUnregisterStatement(1, "", d.Process, d.Range, d.Context),
        d => new UffdWriteprotectStatement(1, "", d.Process, d.Range, d.Yes, d.Context),
        d => new UffdContinueStatement(1, "", d.Process, d.Range, d.Context),
        d => new SpinStatement(1, "", d.Process, d.Yes, d.Also ? CpuList.One : d.Cpus),
        d => new GupFastStatement(1, "", d.Process, d.Addresses[0]),
        d => new HoldTableStatement(1, "", d.Process, d.Addresses[0], d.Yes),
        d => new IdleStatement(1, "", d.Process, d.Yes),
        d => new SpeculateStatement(1, "", d.Process, d.Addresses[0]),
    ];

    private static readonly Func<Draw, Statement>[] MakersOfOnce =
    [
        d => new FileStatement(1, "", "H", new(d.Page.Bytes * (ulong)d.Bits), d.Page),
        d => new ForkStatement(1, "", d.Process, "C"),
        d => new ExitStatement(1, "", d.Process),
    ];

    private static readonly Gen<Statement> Act = From(Makers);

    private static readonly Gen<ActorLine> Action =
        from actor in Gen.Elements("A", "W_1")
        from thread in Gen.Elements("", ".2", ".17")
        from act in Act
        select new ActorLine(actor, actor + thread, act);

    /// <summary>All that can stand alone behind the machine and the files F and G.</summary>
    public static Gen<Statement> Any { get; } = Gen.Frequency(
        (20, Act),
        (3, From(MakersOfOnce)),
        (1, Action.ListOf().Select(lines => (Statement)new ParallelStatement(1, "", new ValueList<ActorLine>(lines)))));

    public static Gen<MachineStatement> Machine { get; } =
        from cpus in Gen.Choose(1, 1024)
        from levels in Gen.Elements(4, 5)
        from preset in Gen.Elements(null, "leaf-only", "zen_4")
        from pages in Gen.Elements<long?>(null, 0, 512, long.MaxValue)
        from flush in Gen.Elements(Enum.GetValues<FlushKind>())
        from tlb in Gen.Elements(Enum.GetValues<TlbKind>())
        select new MachineStatement(1, "machine", cpus, levels, preset, pages, flush, tlb);

    private static Gen<Statement> From(Func<Draw, Statement>[] makers) =>
        from draw in Draws
        from make in Gen.Elements(makers)
        select make(draw);

    private sealed record Draw(
        string Process, string File, ByteSize[] Sizes, ValueList<VirtAddr> Addresses, bool Yes, bool Also, int Bits, CpuList Cpus)
    {
        public AddrRange Range => new(VirtAddr.Zero + Sizes[0], VirtAddr.Zero + Sizes[1]);
        public Protection Prot => ((Protection[])[Protection.None, Protection.R, Protection.RW, Protection.RWX])[Bits % 4];
        public ByteSize? Every => Yes ? ByteSize.FromKilo(4 * (1 + ((ulong)Bits >> 8))) : null;
        public string? Context => Also ? null : Yes ? "u" : "u_2-x";
        public ByteSize Page => Yes ? ByteSize.FromGiga(1) : ByteSize.FromMega(2);

        public T Any<T>() where T : struct, Enum => Enum.GetValues<T>()[Bits % Enum.GetValues<T>().Length];
    }
}
