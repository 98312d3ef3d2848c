using System.Buffers.Binary;
using System.Text;
using Emulator.Tlb;

namespace Tests.Tlb.Hardware;

/// <summary>Address traces of each format, good and bad.</summary>
public class AddressTraceTests
{
    [Fact]
    public void Lackeys_lines()
    {
        const string Text = "==12== Lackey\nI  04001090,3\n S 1ffeffe7e0,8\n L 1ffeffe7e8,4\n M 0421c7cc,4\n";
        Assert.Equal(["W 1ffeffe7e0", "R 1ffeffe7e8", "R 421c7cc", "W 421c7cc"], Read(Text, AddressTraceFormat.Lackey));
        Assert.Equal("F 4001090", Read(Text, AddressTraceFormat.Lackey, withFetches: true)[0]);
    }

    [Fact]
    public void Plain_lines() =>
        Assert.Equal(["R 10", "R 1f", "W ff"], Read("# comment\n16\n0x1F\n\nW 0xff\n", AddressTraceFormat.Text));

    [Fact]
    public void Binary_addresses() =>
        Assert.Equal(["R 1", "R 8000000000"], Read([.. Bytes(1), .. Bytes(1UL << 39)], AddressTraceFormat.Binary));

    [Fact]
    public void ChampSims_records()
    {
        byte[] record =
            [.. Bytes(0x400000), 0, 0, 0, 0, 0, 0, 0, 0, .. Bytes(0x2000), .. Bytes(0), .. Bytes(0x1000), .. Bytes(0), .. Bytes(0x3000), .. Bytes(0)];
        Assert.Equal(64, record.Length);
        Assert.Equal(["R 1000", "R 3000", "W 2000"], Read(record, AddressTraceFormat.ChampSim));
        Assert.Equal(["F 400000", "R 1000", "R 3000", "W 2000"], Read(record, AddressTraceFormat.ChampSim, withFetches: true));
    }

    [Theory]
    [InlineData(" L 12g,8\n", AddressTraceFormat.Lackey, "trace:1: ' L 12g,8'; expected lackey's")]
    [InlineData("I  10,3\n X 10,8\n", AddressTraceFormat.Lackey, "trace:2: ' X 10,8'; expected lackey's")]
    [InlineData("1\n0xzz\n", AddressTraceFormat.Text, "trace:2: '0xzz'; expected an address")]
    [InlineData("12345678901", AddressTraceFormat.Binary, "trace:byte 8: 3 bytes are left; expected records of 8 bytes")]
    [InlineData("0123456789", AddressTraceFormat.ChampSim, "trace:byte 0: 10 bytes are left; expected records of 64 bytes")]
    public void What_is_wrong_is_told_with_its_place(string text, AddressTraceFormat format, string message) =>
        Assert.StartsWith(message, Assert.Throws<AddressTraceException>(() => Read(text, format)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a.champsimtrace.xz", AddressTraceFormat.ChampSim)]
    [InlineData("a.u64.gz", AddressTraceFormat.Binary)]
    [InlineData("a.lackey", AddressTraceFormat.Lackey)]
    [InlineData("a.txt.gz", AddressTraceFormat.Text)]
    public void A_name_suggests_the_format(string name, AddressTraceFormat format) => Assert.Equal(format, AddressTrace.FormatOf(name));

    private static byte[] Bytes(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }

    private static List<string> Read(string text, AddressTraceFormat format, bool withFetches = false) =>
        Read(Encoding.ASCII.GetBytes(text), format, withFetches);

    private static List<string> Read(byte[] bytes, AddressTraceFormat format, bool withFetches = false) =>
        [.. new AddressTrace("trace", new MemoryStream(bytes), format, withFetches).Accesses().Select(one => $"{$"{one.Access}"[0]} {one.Address.Value:x}")];
}
