using System.Buffers.Binary;
using System.Globalization;
using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>Reads an address trace as a stream, whatever its length. Fetches are left out unless they are asked for: there is no ITLB.</summary>
public sealed class AddressTrace(string path, Stream stream, AddressTraceFormat format, bool withFetches = false)
{
    private const int ChampSimBytes = 64, WritesAt = 16, Writes = 2, ReadsAt = 32, Reads = 4;

    /// <summary>The format that a name suggests, compression aside; text is either lackey's or plain, which its lines show.</summary>
    public static AddressTraceFormat FormatOf(string name)
    {
        var bare = name.EndsWith(".gz", StringComparison.Ordinal) || name.EndsWith(".xz", StringComparison.Ordinal) ? name[..^3] : name;
        return Path.GetExtension(bare) switch
        {
            ".champsim" or ".champsimtrace" => AddressTraceFormat.ChampSim,
            ".bin" or ".u64" => AddressTraceFormat.Binary,
            ".lackey" => AddressTraceFormat.Lackey,
            _ => AddressTraceFormat.Text,
        };
    }

    /// <exception cref="AddressTraceException">A line or a record is not of the format.</exception>
    public IEnumerable<TracedAccess> Accesses() => format switch
    {
        AddressTraceFormat.ChampSim => ChampSim(),
        AddressTraceFormat.Binary => Binary(),
        _ => Lines(),
    };

    private IEnumerable<TracedAccess> Lines()
    {
        using var reader = new StreamReader(stream);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0 || line[0] is '#' or '=' or '-') continue;
            var (access, isModify, address) = format == AddressTraceFormat.Lackey ? Lackey(line, number) : Plain(line, number);
            if (access == MemoryAccess.Fetch && !withFetches) continue;
            yield return new(address, access);
            if (isModify) yield return new(address, MemoryAccess.Write);
        }
    }

    /// <summary>M, a modification, is a read and a write.</summary>
    private (MemoryAccess Access, bool IsModify, VirtAddr Address) Lackey(string line, int number)
    {
        const string Expected = "lackey's ' L addr,size', ' S ', ' M ' or 'I  ', in hexadecimal";
        var comma = line.IndexOf(',', StringComparison.Ordinal);
        if (line.Length < 5 || comma < 4) throw Bad(number, line, Expected);
        if (!ulong.TryParse(line.AsSpan(3, comma - 3), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address)
            || !uint.TryParse(line.AsSpan(comma + 1), out _))
        {
            throw Bad(number, line, Expected);
        }

        return line[..3] switch
        {
            "I  " => (MemoryAccess.Fetch, false, new(address)),
            " L " => (MemoryAccess.Read, false, new(address)),
            " S " => (MemoryAccess.Write, false, new(address)),
            " M " => (MemoryAccess.Read, true, new(address)),
            _ => throw Bad(number, line, Expected),
        };
    }

    private (MemoryAccess Access, bool IsModify, VirtAddr Address) Plain(string line, int number)
    {
        var text = line.AsSpan().Trim();
        var access = MemoryAccess.Read;
        if (text.Length > 2 && text[0] is 'R' or 'W' && text[1] == ' ')
        {
            access = text[0] == 'W' ? MemoryAccess.Write : MemoryAccess.Read;
            text = text[2..].Trim();
        }

        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        return ulong.TryParse(isHex ? text[2..] : text, style, CultureInfo.InvariantCulture, out var address)
            ? (access, false, new(address))
            : throw Bad(number, line, "an address, decimal or 0x hexadecimal, with R or W before it or not (lackey's lines: --format lackey)");
    }

    private IEnumerable<TracedAccess> Binary()
    {
        var record = new byte[sizeof(ulong)];
        for (long at = 0; Fill(record, at); at += record.Length)
        {
            yield return new(new(BinaryPrimitives.ReadUInt64LittleEndian(record)), MemoryAccess.Read);
        }
    }

    private IEnumerable<TracedAccess> ChampSim()
    {
        var record = new byte[ChampSimBytes];
        for (long at = 0; Fill(record, at); at += record.Length)
        {
            if (record[sizeof(ulong)] > 1 || record[sizeof(ulong) + 1] > 1)
            {
                throw new AddressTraceException(path, $"byte {at}", "is_branch and branch_taken are 0 or 1 in ChampSim's records", "such a trace");
            }

            if (withFetches) yield return new(AddressAt(record, 0), MemoryAccess.Fetch);
            for (var i = 0; i < Reads; i++)
            {
                if (AddressAt(record, ReadsAt + (i * sizeof(ulong))) is { Value: > 0 } read) yield return new(read, MemoryAccess.Read);
            }

            for (var i = 0; i < Writes; i++)
            {
                if (AddressAt(record, WritesAt + (i * sizeof(ulong))) is { Value: > 0 } write) yield return new(write, MemoryAccess.Write);
            }
        }
    }

    private static VirtAddr AddressAt(byte[] record, int at) => new(BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(at)));

    private bool Fill(byte[] record, long at)
    {
        var read = stream.ReadAtLeast(record, record.Length, throwOnEndOfStream: false);
        if (read == 0 || read == record.Length) return read > 0;
        throw new AddressTraceException(path, $"byte {at}", $"{read} bytes are left", $"records of {record.Length} bytes");
    }

    private AddressTraceException Bad(int line, string text, string expected) => new(path, $"{line}", $"'{text}'", expected);
}

/// <summary>How an address trace is written.</summary>
public enum AddressTraceFormat
{
    /// <summary>valgrind --tool=lackey --trace-mem=yes: <c> L 1ffeffe7e,8</c>, S, M and I; hexadecimal. Other lines are valgrind's own.</summary>
    Lackey,

    /// <summary>ChampSim's record of an instruction, 64 bytes: its address, its registers, 2 addresses it writes and 4 it reads.</summary>
    ChampSim,

    /// <summary>An address a line: decimal, or hexadecimal with 0x; <c>R</c> or <c>W</c> may stand before it.</summary>
    Text,

    /// <summary>Addresses of 8 bytes, little-endian.</summary>
    Binary,
}

/// <summary>An address trace is not what its format says. Bad input, not a bug.</summary>
/// <param name="place">A line, or a byte.</param>
public sealed class AddressTraceException(string path, string place, string what, string expected)
    : FormatException($"{path}:{place}: {what}; expected {expected}");

/// <summary>One access of an address trace.</summary>
public readonly record struct TracedAccess(VirtAddr Address, MemoryAccess Access);
