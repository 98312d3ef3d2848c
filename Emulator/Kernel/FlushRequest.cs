using Emulator.Accounting;

namespace Emulator.Kernel;

/// <summary>struct flush_tlb_info: what each CPU is asked to drop.</summary>
/// <param name="FreedTables">Tables were freed, so CPUs in lazy TLB mode are asked too.</param>
internal readonly record struct FlushRequest(Mm Mm, TlbFlush What, bool FreedTables);
