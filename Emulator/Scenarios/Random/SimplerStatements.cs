using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>Statements that say a little less than a given one. Some are longer or not valid: the caller sorts those out.</summary>
internal static class SimplerStatements
{
    public static IEnumerable<Statement> Of(Statement statement)
    {
        foreach (var simpler in Plainer(statement)) yield return simpler;
        if (StatementRange.Of(statement) is not { } place) yield break;
        foreach (var range in StatementRange.Simpler(place.Range))
        {
            var simpler = place.With(range);
            // What is mapped at an address may matter, or what part of the file is.
            if (simpler is MmapStatement mmap) yield return mmap with { Offset = mmap.Offset + (range.Start - place.Range.Start) };
            if (simpler is MremapStatement mremap) yield return mremap with { Length = range.Length };
            yield return simpler;
        }
    }

    private static IEnumerable<Statement> Plainer(Statement statement) => statement switch
    {
        FileStatement one => Files(one),
        MmapStatement one =>
        [
            one with { Protection = Protection.RW, Offset = default, Flags = MmapFlags.None, IsReadOnlyFile = false },
            one with { Protection = Protection.RW },
            one with { Offset = ByteSize.Zero },
            one with { Flags = MmapFlags.None },
            one with { Flags = one.Flags & MmapFlags.Populate },
            one with { Flags = one.Flags & MmapFlags.Reserve },
            one with { IsReadOnlyFile = false },
            one with { Sharing = Sharing.Shared },
        ],
        TouchStatement one => Touches(one),
        MprotectStatement one => [one with { Protection = Protection.R }, one with { Protection = Protection.RW }],
        MremapStatement one =>
        [
            one with { DontUnmap = false },
            one with { MayMove = false },
            one with { To = null },
            one with { To = one.To?.AlignDown<Pud>() },
            one with { Length = one.Range.Length },
        ],
        MadviseStatement one => [one with { Advice = MadviseBehavior.Dontneed }],
        FallocateStatement one => [one with { IsPunch = false }],
        TruncateStatement one => [one with { Size = ByteSize.Zero }, one with { Size = ByteSize.FromGiga(one.Size.Bytes >> Pud.Shift) }],
        UffdRegisterStatement one => Registers(one),
        UffdUnregisterStatement one => [one with { Context = null }],
        UffdWriteprotectStatement one => [one with { Context = null }, one with { IsOn = true }],
        UffdContinueStatement one => [one with { Context = null }],
        SpinStatement one => [one with { Cpus = CpuList.One }],
        ParallelStatement one => Blocks(one),
        _ => [],
    };

    private static IEnumerable<Statement> Files(FileStatement file)
    {
        yield return file with { HugePage = ByteSize.FromMega(2) };
        yield return file with { Size = file.HugePage };
        for (var count = 1UL; count <= 8; count *= 2) yield return file with { Size = ByteSize.FromGiga(count) };
        yield return file with { Size = ByteSize.FromGiga(file.Size.Bytes >> Pud.Shift) };
        yield return file with { Size = ByteSize.FromGiga((file.Size.Bytes >> Pud.Shift) + 1) };
    }

    private static IEnumerable<Statement> Touches(TouchStatement touch)
    {
        yield return touch with { Access = AccessKind.Write };
        yield return touch with { Every = null };
        if (touch.Range is { } range) yield return touch with { Range = null, Addresses = new(range.Start), Every = null };
        if (touch.Range is not null) yield return touch with { Every = ByteSize.FromGiga(1) };
        foreach (var (index, address) in touch.Addresses.Index())
        {
            var others = touch.Addresses.Where((_, at) => at != index).ToList();
            if (others.Count > 0) yield return touch with { Addresses = new(others) };
            yield return touch with { Addresses = Replaced(touch.Addresses, index, address.AlignDown<Pud>()) };
            yield return touch with { Addresses = Replaced(touch.Addresses, index, address.AlignDown<Pmd>()) };
        }
    }

    private static ValueList<VirtAddr> Replaced(ValueList<VirtAddr> addresses, int index, VirtAddr by) =>
        new(addresses.Select((one, at) => at == index ? by : one).Distinct());

    private static IEnumerable<Statement> Registers(UffdRegisterStatement register)
    {
        yield return register with { Context = null };
        foreach (var mode in new[] { UffdModes.Wp, UffdModes.Minor, UffdModes.Missing })
        {
            yield return register with { Mode = mode };
            yield return register with { Mode = register.Mode & ~mode };
        }
    }

    private static IEnumerable<Statement> Blocks(ParallelStatement block)
    {
        foreach (var (index, action) in block.Actions.Index())
        {
            foreach (var simpler in Of(action.Statement))
            {
                var line = action with { Statement = simpler };
                yield return block with { Actions = new(block.Actions.Select((one, at) => at == index ? line : one)) };
            }
        }
    }
}
