using Emulator.Native;
using Emulator.Reports;

namespace Tests.Reports;

public class RangeRulerTests
{
    [Fact]
    public void The_reviewed_case() => Assert.Equal(
        [
            "          8G            9G            10G           11G",
            "          |-------------|-------------|-------------|",
            "A         [========================================)  8G+2M..10G+1022M",
            "B                       [=============)               9G..10G",
        ],
        RangeRuler.Draw([("A", Range("8G+2M", "11G-2M"), "8G+2M..10G+1022M"), ("B", Range("9G", "10G"), "9G..10G")]));

    [Fact]
    public void A_long_range_has_marks_further_apart() => Assert.Equal(
        "          16T           18T           20T           22T           24T",
        RangeRuler.Draw([("A", Range("16T", "24T"), "")])[0]);

    [Fact]
    public void An_empty_range_is_not_drawn() => Assert.Empty(RangeRuler.Draw([("A", Range("8G", "8G"), "")]));

    private static AddrRange Range(string start, string end) => new(new(ByteSize.Parse(start).Bytes), new(ByteSize.Parse(end).Bytes));
}
