namespace Emulator.Tlb;

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
