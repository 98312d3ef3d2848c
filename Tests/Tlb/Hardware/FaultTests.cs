using Emulator.Native;
using Emulator.Tlb;

namespace Tests.Tlb.Hardware;

/// <summary>Faults and their error codes: SDM Vol. 3A, 4.6 and 4.7.</summary>
public class FaultTests
{
    private const PageFaultCode P = PageFaultCode.Present, W = PageFaultCode.Write, U = PageFaultCode.User;
    private const PageFaultCode Rsvd = PageFaultCode.Reserved, I = PageFaultCode.Instruction, Pk = PageFaultCode.ProtectionKey;

    [Fact]
    public void An_entry_that_is_not_present_leaves_P_clear()
    {
        using var cpu = new UnitUnderTest();
        UnitUnderTest.Put(cpu.Pte, Pte.None);
        Assert.Equal((U, U | W, U | I), (cpu.Read().Code, cpu.Write().Code, cpu.Fetch().Code));
        cpu.Unit.State = cpu.Unit.State with { IsUser = false, NoExecute = false, Smep = false };
        Assert.Equal((PageFaultCode.None, W, PageFaultCode.None), (cpu.Read().Code, cpu.Write().Code, cpu.Fetch().Code));
        Assert.True(cpu.Read().IsFault);
    }

    /// <summary>R/W and U/S must be set at every level, XD at none.</summary>
    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void One_level_is_enough_to_deny(int level)
    {
        using var cpu = new UnitUnderTest();
        PteRef[] places = [cpu.Pte, cpu.Pde, cpu.Pdpte, cpu.Pml4e];
        UnitUnderTest.Clear(places[level], Pte.Write);
        Assert.Equal((PageFaultCode.None, P | W | U), (cpu.Read().Code, cpu.Write().Code));
        cpu.Unit.Invpcid(InvpcidType.AllContextsWithGlobal);
        UnitUnderTest.Set(places[level], Pte.Write | Pte.NoExecute);
        Assert.Equal((PageFaultCode.None, P | U | I), (cpu.Write().Code, cpu.Fetch().Code));
        cpu.Unit.Invpcid(InvpcidType.AllContextsWithGlobal);
        UnitUnderTest.Clear(places[level], Pte.User);
        Assert.Equal(P | U, cpu.Read().Code);
        cpu.Unit.State = cpu.Unit.State with { IsUser = false };
        Assert.False(cpu.Read().IsFault);
    }

    [Fact]
    public void The_supervisor_heeds_WP_SMEP_and_SMAP()
    {
        using var cpu = new UnitUnderTest();
        UnitUnderTest.Clear(cpu.Pte, Pte.Write);
        cpu.Unit.State = cpu.Unit.State with { IsUser = false };
        Assert.Equal((P | W, P | I), (cpu.Write().Code, cpu.Fetch().Code));
        cpu.Unit.State = cpu.Unit.State with { WriteProtect = false, Smep = false };
        Assert.Equal((PageFaultCode.None, PageFaultCode.None), (cpu.Write().Code, cpu.Fetch().Code));
        cpu.Unit.State = cpu.Unit.State with { Smap = true };
        Assert.Equal(P, cpu.Read().Code);
    }

    [Fact]
    public void A_protection_key_denies_data_and_no_fetches()
    {
        using var cpu = new UnitUnderTest();
        UnitUnderTest.Set(cpu.Pte, 5UL << 59);
        cpu.Unit.State = cpu.Unit.State with { ProtectionKeys = true, Pkru = 2u << 10 };
        Assert.Equal((PageFaultCode.None, P | W | U | Pk), (cpu.Read().Code, cpu.Write().Code));
        cpu.Unit.State = cpu.Unit.State with { Pkru = 1u << 10 };
        Assert.Equal((P | U | Pk, PageFaultCode.None), (cpu.Read().Code, cpu.Fetch().Code));
        cpu.Unit.State = cpu.Unit.State with { Pkru = 0xFFFF_F3FF };
        Assert.Equal(PageFaultCode.None, cpu.Write().Code);
        cpu.Unit.State = cpu.Unit.State with { Pkru = 2u << 10, IsUser = false, WriteProtect = false };
        Assert.Equal(PageFaultCode.None, cpu.Write().Code);
    }

    [Fact]
    public void A_reserved_bit_is_told()
    {
        using var cpu = new UnitUnderTest(CpuModels.SkylakeSp with { PhysicalBits = 46 });
        UnitUnderTest.Set(cpu.Pte, 1UL << 47);
        Assert.Equal(P | Rsvd | U, cpu.Read().Code);
        UnitUnderTest.Clear(cpu.Pte, 1UL << 47);
        UnitUnderTest.Set(cpu.Pml4e, Pte.PageSize);
        cpu.Unit.Invpcid(InvpcidType.AllContextsWithGlobal);
        Assert.Equal(P | Rsvd | U | W, cpu.Write().Code);
        UnitUnderTest.Clear(cpu.Pml4e, Pte.PageSize);
        UnitUnderTest.Set(cpu.Pde, Pte.NoExecute);
        Assert.False(cpu.Read().IsFault);
        cpu.Unit.Invpcid(InvpcidType.AllContextsWithGlobal);
        cpu.Unit.State = cpu.Unit.State with { NoExecute = false };
        Assert.Equal(P | Rsvd | U, cpu.Read().Code);
    }

    [Theory]
    [InlineData(4, 0x0000_7FFF_FFFF_FFFFUL, false)]
    [InlineData(4, 0x0000_8000_0000_0000UL, true)]
    [InlineData(4, 0xFFFF_8000_0000_0000UL, false)]
    [InlineData(5, 0x0000_8000_0000_0000UL, false)]
    [InlineData(5, 0x0100_0000_0000_0000UL, true)]
    [InlineData(5, 0xFF00_0000_0000_0000UL, false)]
    public void An_address_must_be_canonical(int levels, ulong address, bool isRefused)
    {
        using var cpu = new UnitUnderTest(levels: levels);
        Assert.Equal(isRefused, cpu.Read(new(address)).End == TranslationEnd.NotCanonical);
        Assert.Equal(isRefused ? 1 : 0, cpu.Unit.Counts.GeneralProtections);
    }

    /// <summary>SDM 4.10.4.1: the fault drops what is cached of the address, so that the next access finds the entry as it is now.</summary>
    [Fact]
    public void Intel_faults_by_a_stale_entry_and_drops_it_AMD_looks_again()
    {
        foreach (var model in new[] { CpuModels.SkylakeSp, CpuModels.Zen3 })
        {
            using var cpu = new UnitUnderTest(model);
            UnitUnderTest.Clear(cpu.Pte, Pte.Write);
            cpu.Read();
            UnitUnderTest.Set(cpu.Pte, Pte.Write);
            Assert.Equal(model.Vendor == CpuVendor.Intel ? P | W | U : PageFaultCode.None, cpu.Write().Code);
            Assert.False(cpu.Write().IsFault);
        }
    }

    [Fact]
    public void A_fault_of_rights_sets_no_bits_in_the_leaf()
    {
        using var cpu = new UnitUnderTest();
        UnitUnderTest.Clear(cpu.Pte, Pte.Write | Pte.Accessed | Pte.Dirty);
        Assert.True(cpu.Write().IsFault);
        Assert.Equal((false, false), (cpu.Pte.Value.IsAccessed, cpu.Pte.Value.IsDirty));
        Assert.Equal(0, cpu.Cached(TlbEntryKind.Page4K));
    }
}
