using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>What the statements of a random trace have drawn so far.</summary>
internal sealed class Drawing(Dice dice)
{
    private const int PagesMax = 200;

    public Dice Dice => dice;

    public List<DrawnFile> Files { get; } = [];

    /// <summary>Those that live.</summary>
    public List<DrawnProcess> Processes { get; } = [];

    public PageBudget Budget { get; } = new(PagesMax);

    public int Forks { get; set; }

    /// <summary>CPUs of the machine.</summary>
    public int Cpus { get; set; } = MachineStatement.CpusDefault;

    /// <summary>A process, one with mappings if there is one.</summary>
    public DrawnProcess AnyProcess()
    {
        var mapped = Processes.FindAll(one => one.Mappings.Count > 0);
        return dice.Of(mapped.Count > 0 ? mapped : Processes);
    }

    /// <summary>A mapping of the process, mostly of 2 MB pages; null where it has none.</summary>
    public DrawnMapping? AnyMapping(DrawnProcess process, bool withGiga = true)
    {
        var candidates = process.Mappings.FindAll(one => !one.File.IsGiga || (withGiga && dice.Chance(30)));
        return candidates.Count > 0 ? dice.Of(candidates) : null;
    }
}

/// <summary>A file as the generator knows it.</summary>
/// <param name="Home">Where its offset 0 is mapped by processes that agree with each other.</param>
internal sealed record DrawnFile(string Name, ByteSize Size, bool IsGiga, VirtAddr Home)
{
    public ulong PageBytes => IsGiga ? Pud.Span : Pmd.Span;
}

/// <summary>A mapping as the generator knows it: what the kernel answered does not come back, so it is what should be there.</summary>
internal sealed record DrawnMapping(DrawnFile File, AddrRange Range, ByteSize Offset, bool IsShared, bool IsWritable)
{
    /// <summary>The part of it in a range.</summary>
    public DrawnMapping Cut(AddrRange range)
    {
        var common = Range.Intersect(range);
        return this with { Range = common, Offset = OffsetOf(common.Start) };
    }

    public ByteSize OffsetOf(VirtAddr address) => Offset + (address - Range.Start);
}

/// <summary>A live process as the generator knows it.</summary>
internal sealed class DrawnProcess(string name)
{
    public string Name => name;

    public List<DrawnMapping> Mappings { get; } = [];

    /// <summary>What was registered with a userfaultfd at some time.</summary>
    public List<DrawnMapping> Registered { get; } = [];

    /// <summary>Those of them that may be write-protected.</summary>
    public List<DrawnMapping> WriteProtectable { get; } = [];

    public bool Spins { get; set; }

    /// <summary>Where threads of it run, besides CPU 0; only of wide traces.</summary>
    public HashSet<int> SpinsOn { get; } = [];

    public bool IsIdle { get; set; }

    /// <summary>Whose tables a walker by page frame holds.</summary>
    public List<VirtAddr> Held { get; } = [];

    public DrawnMapping? At(VirtAddr address) => Mappings.Find(one => one.Range.Contains(address));

    public bool IsFree(AddrRange range) => !Mappings.Exists(one => one.Range.Overlaps(range));

    public void Unmap(AddrRange range)
    {
        foreach (var mapping in Mappings.Where(one => one.Range.Overlaps(range)).ToList())
        {
            Mappings.Remove(mapping);
            if (mapping.Range.Start < range.Start) Mappings.Add(mapping.Cut(new(mapping.Range.Start, range.Start)));
            if (range.End < mapping.Range.End) Mappings.Add(mapping.Cut(new(range.End, mapping.Range.End)));
        }
    }

    /// <summary>The child of a fork has the same mappings, and no second thread.</summary>
    public DrawnProcess Fork(string child)
    {
        var copy = new DrawnProcess(child);
        copy.Mappings.AddRange(Mappings);
        return copy;
    }
}
