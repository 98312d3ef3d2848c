using Emulator.Native;

namespace Tests.Native;

/// <summary>The entries that are made: ForTable, ForPage, Modify. The numbers are raw entries, put together by hand.</summary>
public class PteFormsTests
{
    private const ulong Nx = 0x8000_0000_0000_0000;

    [Fact]
    public void A_table_is_named_with_the_flags_of_Linux()
    {
        var entry = Pte.ForTable(new(0x000F_FFFF_FFFF_F000));
        Assert.Equal(0x000F_FFFF_FFFF_F067UL, entry.Raw);
        Assert.Equal(new PhysAddr(0x000F_FFFF_FFFF_F000), entry.TableAddress);
        Assert.True(entry.IsTable);
    }

    [Theory]
    [InlineData(0x800UL)]
    [InlineData(0x0010_0000_0000_0000UL)]
    public void A_table_is_a_frame_of_52_bits(ulong address) => Assert.Throws<EnsureException>(() => Pte.ForTable(new(address)));

    [Fact]
    public void A_page_has_A_and_where_it_is_writable_D()
    {
        var page = new PhysAddr(0x1000_4000_0000);
        Assert.Equal(0x1000_4000_0000UL | 0x8E7, Pte.ForPage<Pud>(page, canWrite: true, canExecute: true).Raw);
        Assert.Equal(0x1000_4000_0000UL | 0x8E7, Pte.ForPage<Pmd>(page, canWrite: true, canExecute: true).Raw);
        Assert.Equal(0x1000_4000_0000UL | 0x867, Pte.ForPage<Pt>(page, canWrite: true, canExecute: true).Raw);
        Assert.Equal(0x1000_4000_0000UL | 0xA5, Pte.ForPage<Pmd>(page, canWrite: false, canExecute: true).Raw);
        Assert.Equal(0x1000_4000_0000UL | 0xA5 | Nx, Pte.ForPage<Pmd>(page, canWrite: false, canExecute: false).Raw);
    }

    [Fact]
    public void A_page_is_aligned_to_its_size()
    {
        Assert.Throws<EnsureException>(() => Pte.ForPage<Pud>(new(1UL << 29), true, true));
        Assert.Throws<EnsureException>(() => Pte.ForPage<Pmd>(new(1UL << 20), true, true));
        Assert.Throws<EnsureException>(() => Pte.ForPage<Pt>(new(1UL << 11), true, true));
        Assert.Throws<EnsureException>(() => Pte.ForPage<Pt>(new(1UL << 52), true, true));
        Assert.Throws<EnsureException>(() => Pte.ForPage<P4d>(new(0), true, true));
        Assert.Equal(new(1UL << 30), Pte.ForPage<Pud>(new(1UL << 30), true, true).LeafAddress<Pud>());
        Assert.Equal(new(1UL << 21), Pte.ForPage<Pmd>(new(1UL << 21), true, true).LeafAddress<Pmd>());
        Assert.Equal(new(1UL << 12), Pte.ForPage<Pt>(new(1UL << 12), true, true).LeafAddress<Pt>());
    }

    [Fact]
    public void An_address_is_read_without_the_bits_beside_it()
    {
        var full = new Pte(ulong.MaxValue);
        Assert.Equal(new PhysAddr(0x000F_FFFF_FFFF_F000), full.TableAddress);
        Assert.Equal(new PhysAddr(0x000F_FFFF_FFFF_F000), full.LeafAddress<Pt>());
        Assert.Equal(new PhysAddr(0x000F_FFFF_FFE0_0000), full.LeafAddress<Pmd>());
        Assert.Equal(new PhysAddr(0x000F_FFFF_C000_0000), full.LeafAddress<Pud>());
        Assert.Equal(PhysAddr.None, Pte.None.LeafAddress<Pmd>());
    }

    [Fact]
    public void A_change_of_protection_sets_RW_and_NX_and_keeps_the_rest()
    {
        var page = Pte.ForPage<Pmd>(new(0x1000_4000_0000), canWrite: true, canExecute: false);
        Assert.Equal(0x1000_4000_0000UL | 0x8E5 | Nx, page.Modify(canAccess: true, canWrite: false, canExecute: false).Raw);
        Assert.Equal(0x1000_4000_0000UL | 0x8E7, page.Modify(canAccess: true, canWrite: true, canExecute: true).Raw);
        var kept = new Pte(0x0400_1000_4000_0EFD);
        Assert.Equal(0x0400_1000_4000_0EFDUL, kept.Modify(canAccess: true, canWrite: true, canExecute: true).Raw);
        var lost = kept.With(0x7A00_0000_0000_0100);
        Assert.Equal(kept, lost.Modify(canAccess: true, canWrite: false, canExecute: true));
    }

    [Fact]
    public void A_page_under_uffd_wp_does_not_become_writable()
    {
        var page = Pte.ForPage<Pmd>(new(0), canWrite: true, canExecute: true).Without(Pte.Write).With(Pte.UffdWp);
        Assert.False(page.Modify(canAccess: true, canWrite: true, canExecute: true).IsWritable);
    }

    /// <summary>flip_protnone_guard: 0x1000_4000_0000 ^ 0x000F_FFFF_FFFF_F000.</summary>
    [Fact]
    public void Without_access_P_goes_and_the_address_is_inverted()
    {
        var page = Pte.ForPage<Pmd>(new(0x1000_4000_0000), canWrite: true, canExecute: false);
        var none = page.Modify(canAccess: false, canWrite: false, canExecute: false);
        Assert.Equal(0x000F_EFFF_BFFF_F000UL | 0x9E0 | Nx, none.Raw);
        Assert.False(none.IsHardwarePresent);
        Assert.True(none.IsPresent);
        Assert.Equal(new PhysAddr(0x1000_4000_0000), none.LeafAddress<Pmd>());
        Assert.Equal(none, none.Modify(canAccess: false, canWrite: false, canExecute: false));
        Assert.Equal(page, none.Modify(canAccess: true, canWrite: true, canExecute: false));
    }
}
