using System.Globalization;

namespace Emulator.Native;

/// <summary>Takes a number of huge pages back when this process is killed (agent/guard.c: give-back).</summary>
/// <param name="before">The number that is there now, before it is changed.</param>
internal sealed class HugePageGuard(string path, long before) : IDisposable
{
    private readonly AgentGuard _guard = new(
        $"{path} can't be opened for writing: nothing would take the huge pages back if this process were killed",
        "give-back", path, before.ToString(CultureInfo.InvariantCulture));

    /// <summary>By so much the number was changed: somebody else may change it, too, from now on.</summary>
    public void Changed(long difference) => _guard.Tell(difference.ToString(CultureInfo.InvariantCulture));

    /// <summary>Who made the pages has taken them back: there is nothing left to do.</summary>
    public void Dispose()
    {
        _guard.Tell("done");
        _guard.Dispose();
    }
}
