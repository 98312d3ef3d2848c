using Emulator.Tlb;

namespace Tests.Kernels;

/// <summary>The dynamic address-space numbers of a CPU: six, given out in turn (choose_new_asid).</summary>
public class CpuTests
{
    private const int Nobody = -1;

    private readonly Cpu _cpu = new(0);

    [Fact]
    public void Six_mms_find_their_translations_again()
    {
        for (var mm = 0; mm < 6; mm++) Assert.Equal((true, Nobody), Load(mm));
        for (var mm = 0; mm < 6; mm++) Assert.Equal((false, Nobody), Load(mm));
    }

    [Fact]
    public void The_seventh_takes_the_slot_of_the_first_and_so_on_in_turn()
    {
        for (var mm = 0; mm < 6; mm++) Load(mm);
        Assert.Equal((true, 0), Load(6));
        Assert.Equal((false, Nobody), Load(5));
        Assert.Equal((true, 1), Load(0));
        Assert.Equal((true, 2), Load(1));
        Assert.Equal((false, Nobody), Load(6));
    }

    [Fact]
    public void A_mm_that_was_flushed_meanwhile_must_flush_once_when_it_comes_back()
    {
        Load(1, generation: 4);
        Load(2);
        Assert.Equal((true, Nobody), Load(1, generation: 5));
        Load(2);
        Assert.Equal((false, Nobody), Load(1, generation: 5));
    }

    [Fact]
    public void A_flush_that_reached_the_loaded_mm_is_not_done_again()
    {
        Load(1, generation: 4);
        _cpu.CaughtUp(1, 5);
        Load(2);
        Assert.Equal((false, Nobody), Load(1, generation: 5));
        Assert.Equal((true, Nobody), Load(1, generation: 6));
    }

    [Fact]
    public void Only_a_slot_that_is_behind_and_not_loaded_is_flushed_before_use()
    {
        Load(1, generation: 4);
        Assert.False(_cpu.FlushesBeforeUse(1, 5));
        _cpu.Unload();
        Assert.True(_cpu.FlushesBeforeUse(1, 5));
        Assert.False(_cpu.FlushesBeforeUse(1, 4));
        Assert.False(_cpu.FlushesBeforeUse(2, 5));
    }

    [Fact]
    public void Unloading_keeps_the_slot()
    {
        Load(1);
        Assert.Equal(1, _cpu.LoadedMm);
        _cpu.Unload();
        Assert.Equal(Nobody, _cpu.LoadedMm);
        Assert.Equal((false, Nobody), Load(1));
    }

    private (bool MustFlush, int Evicted) Load(int mm, long generation = 0) => (_cpu.Load(mm, generation, out var evicted), evicted);
}
