using Emulator.Native;
using FsCheck;
using FsCheck.Fluent;

namespace Tests.Scenarios;

public class SizeTests
{
    [Theory]
    [InlineData("0", 0, "0")]
    [InlineData("0x0", 0, "0")]
    [InlineData("0K", 0, "0")]
    [InlineData("1", 1, "1")]
    [InlineData("4096", 4096, "4K")]
    [InlineData("4K", 4096, "4K")]
    [InlineData("8G+2M", (8UL << 30) + (2 << 20), "8G+2M")]
    [InlineData("11G-2M", (11UL << 30) - (2 << 20), "10G+1022M")]
    [InlineData("10G+1022M", (11UL << 30) - (2 << 20), "10G+1022M")]
    [InlineData("2M-2M", 0, "0")]
    [InlineData("1G-1", (1UL << 30) - 1, "1023M+1023K+1023")]
    [InlineData("0x40000000", 1UL << 30, "1G")]
    [InlineData("0X1fM", 31UL << 20, "31M")]
    [InlineData("64T", 1UL << 46, "64T")]
    [InlineData("1025M", 1025UL << 20, "1G+1M")]
    [InlineData("2M+1G", (1UL << 30) + (2 << 20), "1G+2M")]
    [InlineData("16383P+1023T+1023G+1023M+1023K+1023", ulong.MaxValue, "16383P+1023T+1023G+1023M+1023K+1023")]
    [InlineData("18446744073709551615", ulong.MaxValue, "16383P+1023T+1023G+1023M+1023K+1023")]
    [InlineData("0xffffffffffffffff", ulong.MaxValue, "16383P+1023T+1023G+1023M+1023K+1023")]
    [InlineData("16384P-1", ulong.MaxValue, "16383P+1023T+1023G+1023M+1023K+1023")]
    public void A_size_is_read_as_a_sum_and_printed_in_one_way(string text, ulong bytes, string printed)
    {
        Assert.True(ByteSize.TryParse(text, out var size));
        Assert.Equal(new ByteSize(bytes), size);
        Assert.Equal(printed, size.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("0x")]
    [InlineData("0xG")]
    [InlineData("8Q")]
    [InlineData("8GB")]
    [InlineData("8 G")]
    [InlineData(" 8G")]
    [InlineData("8G+")]
    [InlineData("+8G")]
    [InlineData("-8G")]
    [InlineData("8G++2M")]
    [InlineData("8.5G")]
    [InlineData("1e3")]
    [InlineData("1_000")]
    [InlineData("2M-8G")]
    [InlineData("16384P")]
    [InlineData("0x10000000000000000")]
    [InlineData("18446744073709551616")]
    [InlineData("18446744073709551615P")]
    [InlineData("\u0661G")]
    public void What_is_no_sum_or_below_0_or_above_64_bits_is_no_size(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Fact]
    public void Every_size_reads_back_from_its_print() => Prop
        .ForAll(
            ArbMap.Default.ArbFor<ulong>(),
            bytes => ByteSize.TryParse(new ByteSize(bytes).ToString(), out var again) && again == new ByteSize(bytes))
        .QuickCheckThrowOnFailure();
}
