using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;
using Emulator.Releases;
using Emulator.Walks;
using Perf.Bench;
using Tests.Reports.Repro;
using Tests.Walks;

namespace Tests.Native.Reference;

/// <summary>The walk loops in C do what the faithful walks do that they are measured beside: every count, every entry, every share count.</summary>
public class ReferenceUnshareTests
{
    private const int PudCount = 40;

    private static readonly AddrRange Range = new(VirtAddr.Zero + (500 * Pud.Span), VirtAddr.Zero + ((500 + PudCount) * Pud.Span));

    [NeedsCompilerFact]
    public void A_loop_counts_and_leaves_what_the_walk_does()
    {
        using var library = ReferenceBuild.Load();
        foreach (var walk in (string[])["v5-patch", "6.19"])
        {
            foreach (var levels in (int[])[4, 5]) Compare(library, walk, levels);
        }
    }

    private static void Compare(ReferenceLibrary library, string walk, int levels)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            using var ours = new World(seed, levels);
            using var theirs = new World(seed, levels);
            var unshare = new ReferenceUnshare(theirs.Machine.Arena, theirs.A.Root);
            if (walk == "6.19") library.UnshareBy1G(ref unshare, Range, counted: true);
            else library.UnshareBy2M(ref unshare, Range, counted: true);
            var kernel = ours.Kernel;
            kernel.Probe.Clear();
            kernel.Tally = default;
            WalkCatalog.Find(walk)!.Run(kernel, ours.A.Vmas.All.Single());
            Assert.Equal(kernel.Probe[KernelFunction.HugePteOffset], (long)unshare.Lookups);
            Assert.Equal(kernel.Probe[KernelFunction.HugePmdUnshare], (long)unshare.Attempts);
            Assert.Equal(kernel.Tally.Unshared, (long)unshare.Unshared);
            Assert.Equal(0UL, unshare.NotLocked);
            Assert.Equal(ours.Tables, theirs.Tables);
            if (walk != "6.19") continue;
            Assert.Equal(kernel.Probe[KernelFunction.TlbRemoveTableSyncOne], unshare.HasFullyUnshared);
            Assert.Equal(kernel.Probe[KernelFunction.FlushTlbMmRange], unshare.HasUnshared);
            Assert.Equal(kernel.Tally.Unshared == 0 ? 0 : 2, unshare.ClearedLevel);
        }
    }

    /// <summary>Each 1G of A is untouched, A's alone, shared with B, or shared with B and C; of every third world the last is everywhere.</summary>
    private sealed class World : IDisposable
    {
        internal World(int seed, int levels)
        {
            Machine = new(2, levels, null, new ArenaOptions { Limit = ByteSize.FromMega(2) });
            Kernel = new(Machine, LinuxKernels.Default, new CountingProbe());
            Machine.CreateFile("F", Range.Length, Pmd.Span);
            var random = new Random(seed);
            var kinds = new int[PudCount];
            for (var i = 0; i < PudCount; i++) kinds[i] = seed % 3 == 0 ? 3 : random.Next(4);
            A = Map("A", kinds, least: 1);
            Map("B", kinds, least: 2);
            Map("C", kinds, least: 3);
            Kernel.SwitchTo(A);
        }

        internal Machine Machine { get; }

        internal Kernel<CountingProbe> Kernel { get; }

        internal Mm A { get; }

        /// <summary>A's entries, and how many others share what they name; those that were named before the walk too.</summary>
        internal List<(Pte Entry, int Shares)> Tables =>
        [
            .. from mm in Machine.Processes
               from i in Enumerable.Range(0, PudCount)
               let entry = PageTables.PudEntry(Machine.Arena, mm, Range.Start + ((ulong)i * Pud.Span))
               select (entry, entry.IsTable ? Machine.Arena.Info(entry.TableAddress).ShareCount : 0),
        ];

        public void Dispose() => Machine.Dispose();

        private Mm Map(string name, int[] kinds, int least)
        {
            var mm = Machine.CreateProcess(name);
            Kernel.SwitchTo(mm);
            var request = new MmapRequest(
                Machine.FileOf("F"), Range, ByteSize.Zero, VmFlags.Read | VmFlags.Write, IsShared: true, IsReadOnlyFile: false);
            Assert.Equal(Errno.None, Kernel.Mmap(mm, request));
            for (var i = 0; i < PudCount; i++)
            {
                if (kinds[i] >= least) Assert.Equal(FaultResult.Handled, Kernel.Access(mm, Range.Start + ((ulong)i * Pud.Span), isWrite: true).End);
            }

            return mm;
        }
    }
}
