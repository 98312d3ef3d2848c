using Emulator.Native;

namespace Tests.Native;

public sealed class TableTests : IDisposable
{
    private readonly FrameArena _arena = new(new() { Limit = ByteSize.FromMega(1) });

    [Fact]
    public void An_index_is_9_bits_of_the_address_at_every_level()
    {
        Masks<Pgd>();
        Masks<P4d>();
        Masks<Pud>();
        Masks<Pmd>();
        Masks<Pt>();
    }

    [Fact]
    public void A_place_is_the_entry_itself()
    {
        var table = _arena.TableAt<Pmd>(_arena.Allocate<Pmd>(1));
        var address = new VirtAddr(Pmd.Span * 511);
        var place = table.At(address);
        place.Value = new(7);
        Assert.Equal(new Pte(7), table[address]);
        table[address] = new(9);
        Assert.Equal(new Pte(9), place.Value);
        Assert.Equal(9UL, table.Entries[511]);
    }

    [Fact]
    public void A_null_is_known_and_faults_as_an_exception()
    {
        Assert.True(PteRef.Null.IsNull);
        Assert.True(default(Table<Pmd>).IsNull);
        Assert.False(_arena.TableAt<Pmd>(_arena.Allocate<Pmd>(1)).IsNull);
        Assert.Throws<NullReferenceException>(() => PteRef.Null.Value);
        Assert.Throws<NullReferenceException>(() => default(Table<Pmd>)[new(Pmd.Span * 511)]);
    }

    public void Dispose() => _arena.Dispose();

    private void Masks<TLevel>() where TLevel : struct, ILevel
    {
        var (before, address, after) = (_arena.Allocate<TLevel>(1), _arena.Allocate<TLevel>(1), _arena.Allocate<TLevel>(1));
        var table = _arena.TableAt<TLevel>(address);
        foreach (var value in new ulong[] { 0, ulong.MaxValue, 0x8000_0000_0000_0000, 0x1234_5678_9ABC_DEF0, (1UL << TLevel.Shift) * 512 })
        {
            var expected = (int)((value >> TLevel.Shift) % 512);
            table[new(value)] = new(value | 1);
            for (var i = 0; i < 512; i++) Assert.Equal(i == expected ? value | 1 : 0, table.Entries[i]);
            table[new(value)] = Pte.None;
        }

        Assert.True(IsEmpty(before) && IsEmpty(address) && IsEmpty(after));

        bool IsEmpty(PhysAddr page) => !_arena.TableAt<TLevel>(page).Entries.ContainsAnyExcept(0UL);
    }
}
