using Emulator.Native;
using FsCheck;
using FsCheck.Fluent;

namespace Tests.Native;

/// <summary>What Tests/Scenarios/SizeTests leaves: sums in any order, sums that would wrap, the arithmetic.</summary>
public class ByteSizeTests
{
    private const string TermOf2To114 = "18446744073709551615P";

    /// <summary>Terms of both signs in any order: the partial sums may be negative, the sum decides.</summary>
    [Fact]
    public void A_sum_of_terms_is_read_as_128_bit_arithmetic_has_it() => Prop.ForAll(
        Gen.Choose(-1023, 1023)
            .SelectMany(count => Gen.Choose(0, 5).Select(unit => (Count: count, Unit: unit)))
            .NonEmptyListOf().ToArbitrary(),
        terms =>
        {
            var text = "0" + string.Concat(
                terms.Select(term => $"{(term.Count < 0 ? "" : "+")}{term.Count}{" KMGTP"[term.Unit]}".TrimEnd()));
            var sum = terms.Aggregate((Int128)0, (total, term) => total + ((Int128)term.Count << (10 * term.Unit)));
            Assert.Equal(sum >= 0, ByteSize.TryParse(text, out var size));
            Assert.Equal(sum < 0 ? 0 : sum, size.Bytes);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1G-2G+1G+1", 1)]
    [InlineData("0-16384P+16384P+7", 7)]
    [InlineData(TermOf2To114 + "-" + TermOf2To114 + "+5", 5)]
    public void Partial_sums_may_leave_the_range(string text, ulong bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var size));
        Assert.Equal(new(bytes), size);
    }

    /// <summary>16384 terms of (2^64 - 1) * 2^50 are 2^128 - 2^64, which is -2^64 in 128 bits: 16384P more made it 0.</summary>
    [Fact]
    public void A_sum_that_would_wrap_is_no_size()
    {
        var many = string.Join('+', Enumerable.Repeat(TermOf2To114, 16384));
        Assert.False(ByteSize.TryParse(many + "+16384P", out _));
        Assert.False(ByteSize.TryParse("0-" + many.Replace('+', '-') + "-16384P", out var size));
        Assert.Equal(ByteSize.Zero, size);
    }

    [Fact]
    public void Parse_says_what_is_wrong() =>
        Assert.Equal("'8Q' is not a SIZE such as 8G+2M", Assert.Throws<FormatException>(() => ByteSize.Parse("8Q")).Message);

    [Fact]
    public void Sizes_compute_and_compare_as_unsigned_numbers()
    {
        var (low, high) = (new ByteSize(1), new ByteSize(ulong.MaxValue));
        Assert.True(low < high && high > low && low <= high && high >= low && low.CompareTo(high) < 0);
        Assert.False(low > high || high < low || low >= high || high <= low);
        Assert.Equal(ByteSize.Zero, low + high);
        Assert.Equal(high, ByteSize.Zero - low);
        Assert.Equal((1UL << 10, 1UL << 20), (ByteSize.FromKilo(1).Bytes, ByteSize.FromMega(1).Bytes));
        Assert.Equal((1UL << 30, 1UL << 40), (ByteSize.FromGiga(1).Bytes, ByteSize.FromTera(1).Bytes));
        Assert.True(ByteSize.FromGiga(3).IsAligned(Pud.Span) && !ByteSize.FromMega(3).IsAligned(Pud.Span));
    }
}
