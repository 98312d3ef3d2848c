using Emulator.Probes;

namespace Emulator.Notifiers;

/// <summary>Names of <see cref="NotifierEvent"/>, and those that a walk that unshares could send.</summary>
public static class NotifierEvents
{
    /// <summary>What the mail chose between, and the two that neighbouring paths send (unmap_vmas, hugetlb_change_protection).</summary>
    public static IReadOnlyList<NotifierEvent> Candidates { get; } =
        [NotifierEvent.Unmap, NotifierEvent.Clear, NotifierEvent.ProtectionVma, NotifierEvent.HugetlbUnshare];

    /// <summary>The name in C without MMU_NOTIFY_.</summary>
    public static string ShortName(this NotifierEvent why) => string.Concat(
        why.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));
}
