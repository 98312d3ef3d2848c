using System.Runtime.CompilerServices;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>Reads and writes of what other CPUs can reach, each told to the probe before it is made.</content>
public sealed partial class Kernel<P>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Pte Get(PteRef entry)
    {
        Probe.Tell(new Touched(StateKey.Entry(_tables.AddressOf(entry)), IsWrite: false));
        return entry.Value;
    }

    /// <summary>An entry of a mm's tables becomes another, at the level of 2^<paramref name="shift"/> bytes an entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Set(Mm mm, VirtAddr address, int shift, PteRef entry, Pte now)
    {
        Probe.Tell(new Touched(StateKey.Entry(_tables.AddressOf(entry)), IsWrite: true));
        // What was there is read for the probe alone.
        if (!IsSilent) Probe.Tell(new Changed(mm.Number, address, shift, entry.Value, now));
        entry.Value = now;
        if (shift < Pud.Shift) _tables.InfoOf(entry).ForgetLeaf();
    }

    /// <summary>The leaf of a VMA becomes another.</summary>
    private void Set(Vma vma, VirtAddr address, PteRef entry, Pte now) => Set(vma.Mm, address, vma.File.PageShift, entry, now);

    private void Reads(StateKey what) => Probe.Tell(new Touched(what, IsWrite: false));

    private void Writes(StateKey what) => Probe.Tell(new Touched(what, IsWrite: true));
}
