using Emulator.Native;

namespace Emulator.Scenarios;

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
