using System.Reflection;
using Emulator.Kernel;

namespace Emulator.Walks;

/// <summary>Every walk there is: the types that implement <see cref="IUnshareWalk"/>, in this or any other loaded assembly.</summary>
public static class WalkCatalog
{
    /// <summary>All walks of all loaded assemblies, oldest first. Looked for at each call, so that one just compiled is there.</summary>
    public static IReadOnlyList<UnshareWalk> All => In(AppDomain.CurrentDomain.GetAssemblies());

    /// <summary>The walks that come with the emulator.</summary>
    public static IReadOnlyList<UnshareWalk> Own { get; } = In(typeof(WalkCatalog).Assembly);

    /// <summary>The walks of some assemblies, oldest first.</summary>
    public static IReadOnlyList<UnshareWalk> In(params Assembly[] assemblies) =>
        [.. assemblies.Where(CanHoldWalks).SelectMany(TypesOf).Select(UnshareWalk.Of)
            .OrderBy(walk => walk.Since).ThenBy(walk => walk.Name)];

    /// <summary>The walk of that name, or null.</summary>
    public static UnshareWalk? Find(string name) => All.LastOrDefault(walk => walk.Name == name);

    private static bool CanHoldWalks(Assembly assembly) =>
        assembly == typeof(IUnshareWalk).Assembly
        || assembly.GetReferencedAssemblies().Any(reference => reference.Name == typeof(IUnshareWalk).Assembly.GetName().Name);

    private static IEnumerable<Type> TypesOf(Assembly assembly) =>
        assembly.GetTypes().Where(type => type.IsValueType && typeof(IUnshareWalk).IsAssignableFrom(type));
}
