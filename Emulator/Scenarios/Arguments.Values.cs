using System.Globalization;
using Emulator.Native;

namespace Emulator.Scenarios;

internal sealed partial class Arguments
{
    private const string SizeForm = "a sum such as 8G+2M, 11G-2M or 0x40000000, at least 0 and below 2^64";
    private const string TargetForm = "START..END such as 8G+2M..11G-2M, or addresses such as 8G,9G+2M";

    private delegate bool TryParse<T>(string text, out T value);

    public string Value(string slot)
    {
        var value = ValueIfAny(slot);
        Ensure.That(value is not null);
        return value;
    }

    /// <summary>Is the word there that alone can fill the slot?</summary>
    public bool Has(string slot) => ValueIfAny(slot) is not null && Choose(slot).Length > 0;

    public string Name(string slot) => NameIfAny(slot)!;

    public string? NameIfAny(string slot)
    {
        var value = ValueIfAny(slot);
        return value is null || IsName(value) ? value : throw Bad(slot, "a name of letters, digits, _ and -");
    }

    public ByteSize Size(string slot) => SizeIfAny(slot)!.Value;

    public ByteSize Size(string slot, ByteSize fallback) => SizeIfAny(slot) ?? fallback;

    public ByteSize? SizeIfAny(string slot) => Get<ByteSize>(slot, TryParseSize, SizeForm);

    public VirtAddr Address(string slot) => AddressIfAny(slot)!.Value;

    public VirtAddr? AddressIfAny(string slot) => Get<VirtAddr>(slot, TryParseAddress, SizeForm);

    public AddrRange Range(string slot) => Get<AddrRange>(slot, TryParseRange, "START..END such as 8G+2M..11G-2M")!.Value;

    public ValueList<VirtAddr> Addresses(string slot) =>
        new(Value(slot).Split(',').Select(text => TryParseAddress(text, out var address) ? address : throw Bad(slot, TargetForm)));

    public long? NumberIfAny(string slot, long min, long max) => Get(
        slot,
        (string text, out long number) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= min && number <= max,
        max == long.MaxValue ? $"a number, at least {min}" : $"a number from {min} to {max}");

    public CpuList Cpus(string slot, CpuList fallback)
    {
        if (ValueIfAny(slot) is not { } value) return fallback;
        return CpuList.TryParse(value, out var cpus) ? cpus : throw Bad(slot, $"CPUs below {MachineStatement.CpusMax}, such as 1 or 1,3-5");
    }

    /// <summary>The error that the slot's value is not what it should be.</summary>
    public TraceException Bad(string slot, string expected, string hint = "") =>
        _line.Error($"'{_tokens[Find(slot)]}' is not {Find(slot).Text}{hint}", expected);

    private T? Get<T>(string slot, TryParse<T> parse, string form) where T : struct
    {
        if (ValueIfAny(slot) is not { } value) return null;
        return parse(value, out var result) ? result : throw Bad(slot, form);
    }

    private static bool TryParseSize(string text, out ByteSize size) => ByteSize.TryParse(text, out size);

    private static bool TryParseAddress(string text, out VirtAddr address)
    {
        var isSize = ByteSize.TryParse(text, out var size);
        address = new(size.Bytes);
        return isSize;
    }

    private static bool TryParseRange(string text, out AddrRange range)
    {
        range = default;
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0 || !TryParseAddress(text[..dots], out var start) || !TryParseAddress(text[(dots + 2)..], out var end)) return false;
        range = new(start, end);
        return true;
    }
}
