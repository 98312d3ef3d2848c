using Emulator.Native;

namespace Emulator.Kernel;

/// <summary>struct flush_tlb_info: what each CPU is asked to drop.</summary>
/// <param name="IsFull">Everything of the mm, and not page by page.</param>
/// <param name="FreedTables">Tables were freed, so CPUs in lazy TLB mode are asked too.</param>
/// <param name="KeepsTables">Only leaves are to go; no x86 does that.</param>
internal readonly record struct FlushRequest(Mm Mm, AddrRange Range, bool IsFull, bool FreedTables, bool KeepsTables);
