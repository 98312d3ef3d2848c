namespace Emulator.Explore;

/// <summary>Says which actor takes the next step: a search, or a schedule that is known.</summary>
internal interface IChooser
{
    /// <summary>Does it want to be asked before each step, or only before those that others can tell?</summary>
    bool SeesEveryStep { get; }

    /// <returns>The number of an actor that can go on (<see cref="Turns.Enabled"/>).</returns>
    int Choose(Turns turns);
}
