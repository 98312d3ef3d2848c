using Emulator.Native;

namespace Perf.Bench;

/// <summary>
/// PMD tables to scan, side by side in memory of huge pages, below a tree of PUD tables: 2 MB pages, a quarter of them not there, a quarter
/// write-protected, half of them accessed and half dirty. All of it is touched before anything is measured.
/// </summary>
public sealed class ScanMemory : IDisposable
{
    /// <summary>An arena asks for huge pages beyond its first 16 MB (<see cref="ArenaOptions.HugePages"/>).</summary>
    private static readonly ByteSize BeforeHugePages = ByteSize.FromMega(16);

    private readonly PhysAddr _root;

    public ScanMemory(ByteSize size)
    {
        var count = TablesIn(size);
        // A PUD table for each 512, and as much again for what the arena rounds up.
        Arena = new(new() { Limit = size + BeforeHugePages + new ByteSize(size.Bytes / 256) + ByteSize.FromMega(4) });
        for (var frame = 0; frame < TablesIn(BeforeHugePages); frame++) Arena.Allocate<Pmd>(owner: 0);
        var random = new Random(20210210);
        Tables = new Table<Pmd>[count];
        var addresses = new PhysAddr[count];
        for (var i = 0; i < count; i++)
        {
            addresses[i] = Arena.Allocate<Pmd>(owner: 1);
            Tables[i] = Arena.TableAt<Pmd>(addresses[i]);
            Fill(Tables[i], random);
        }

        _root = Tree(addresses);
    }

    public FrameArena Arena { get; }

    public Table<Pmd>[] Tables { get; }

    /// <summary>The top-level table, a P4D, of a tree in which table i translates the 1G number i.</summary>
    public PhysAddr Root => _root;

    internal static int TablesIn(ByteSize size) => checked((int)(size.Bytes / Table<Pmd>.SizeBytes));

    /// <summary>The addresses that the first tables translate.</summary>
    public static AddrRange RangeOf(int tables) => new(VirtAddr.Zero, VirtAddr.Zero + ((ulong)tables * Pud.Span));

    public void Dispose() => Arena.Dispose();

    private static void Fill(Table<Pmd> table, Random random)
    {
        for (var address = VirtAddr.Zero; address < new VirtAddr(Pud.Span); address += Pmd.Span)
        {
            var drawn = random.Next();
            if ((drawn & 3) == 0) continue;
            var page = new PhysAddr(FrameArena.EndOfTables + ((ulong)(drawn >> 8) << Pmd.Shift));
            var entry = Pte.ForPage<Pmd>(page, canWrite: (drawn & 3) != 1, canExecute: false).Without(Pte.Accessed | Pte.Dirty);
            if ((drawn & 4) != 0) entry = entry.With(Pte.Accessed);
            if ((drawn & 8) != 0) entry = entry.With(Pte.Dirty);
            table[address] = entry;
        }
    }

    private PhysAddr Tree(PhysAddr[] addresses)
    {
        var root = Arena.Allocate<P4d>(owner: 1);
        for (var i = 0; i < addresses.Length; i++)
        {
            var address = VirtAddr.Zero + ((ulong)i * Pud.Span);
            var upper = Arena.TableAt<P4d>(root).At(address);
            if (upper.Value.IsNone) upper.Value = Pte.ForTable(Arena.Allocate<Pud>(owner: 1));
            Arena.TableAt<Pud>(upper.Value.TableAddress)[address] = Pte.ForTable(addresses[i]);
        }

        return root;
    }
}
