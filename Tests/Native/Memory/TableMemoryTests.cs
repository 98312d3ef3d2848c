using Emulator.Native;

namespace Tests.Native.Memory;

public sealed class TableMemoryTests : IDisposable
{
    private readonly FrameArena _arena = new(new() { Limit = new ByteSize(1 << 20) });

    public void Dispose() => _arena.Dispose();

    [Fact]
    public void A_place_knows_its_table_and_what_is_known_of_it()
    {
        PhysAddr[] tables = [_arena.Allocate<Pmd>(1), _arena.Allocate<Pmd>(2), _arena.Allocate<Pmd>(3)];
        foreach (var table in tables)
        {
            foreach (var index in new ulong[] { 0, 1, 510, 511 })
            {
                var place = _arena.Memory.TableAt<Pmd>(table).At(new(index * Pmd.Span));
                Assert.Equal(table, _arena.Memory.TableOf(place));
                Assert.Equal(table.Value + (8 * index), _arena.Memory.AddressOf(place).Value);
                Assert.Equal(_arena.Info(table).Owner, _arena.Memory.InfoOf(place).Owner);
                _arena.Memory.InfoOf(place).ShareCount++;
            }
        }

        Assert.All(tables, table => Assert.Equal(4, _arena.Info(table).ShareCount));
    }

    [Fact]
    public void Of_an_entry_that_names_a_table_the_address_alone_counts()
    {
        var table = _arena.Allocate<Pmd>(1);
        _arena.TableAt<Pmd>(table)[new(5 * Pmd.Span)] = new(0x1234);
        foreach (var others in new[] { 0UL, Pte.TableFlags, Pte.NoExecute | 0xFFF, ~Pte.Address4K })
        {
            Assert.Equal(0x1234UL, _arena.Memory.NamedBy<Pmd>(new(table.Value | others))[new(5 * Pmd.Span)].Raw);
        }
    }
}
