using System.Reflection;
using BenchmarkDotNet.Attributes;
using Perf.Bench;

namespace Tests.Perf.Benchmarks;

/// <summary>One benchmark with one set of tiny parameters, run here as BenchmarkDotNet would: setup, iteration, cleanup.</summary>
internal sealed class SmokeCase(MethodInfo benchmark, IReadOnlyList<KeyValuePair<PropertyInfo, object>> parameters)
{
    /// <summary>Every benchmark of a suite with every combination of its tiny parameters.</summary>
    public static IEnumerable<SmokeCase> Of(Type suite) =>
        from parameters in Combinations(suite, suite.GetProperties().Where(IsParameter).ToArray())
        from benchmark in BenchmarkRun.BenchmarksOf(suite)
        select new SmokeCase(benchmark, parameters);

    /// <returns>What each of two iterations returned: the second shows that the first was undone.</returns>
    public (object? First, object? Second, object? Expected) Run()
    {
        var suite = (Suite)Activator.CreateInstance(benchmark.ReflectedType!)!;
        foreach (var (property, value) in parameters) property.SetValue(suite, value);
        suite.WarmUpTime = TimeSpan.Zero;
        RunAll<GlobalSetupAttribute>(suite);
        var first = Iterate(suite);
        var second = Iterate(suite);
        var yields = benchmark.GetCustomAttribute<YieldsAttribute>();
        var expected = yields is null ? null : suite.GetType().GetProperty(yields.Expected)?.GetValue(suite);
        RunAll<GlobalCleanupAttribute>(suite);
        return (first, second, expected);
    }

    public override string ToString() =>
        $"{benchmark.ReflectedType!.Name}.{benchmark.Name}({string.Join(", ", parameters.Select(one => $"{one.Key.Name}={one.Value}"))})";

    private object? Iterate(Suite suite)
    {
        RunAll<IterationSetupAttribute>(suite);
        var result = benchmark.Invoke(suite, null);
        RunAll<IterationCleanupAttribute>(suite);
        return result;
    }

    private void RunAll<TAttribute>(Suite suite) where TAttribute : TargetedAttribute
    {
        foreach (var method in suite.GetType().GetMethods())
        {
            if (method.GetCustomAttribute<TAttribute>() is not { } attribute) continue;
            if (attribute.Targets.Length == 0 || attribute.Targets.Contains(benchmark.Name)) method.Invoke(suite, null);
        }
    }

    private static bool IsParameter(PropertyInfo property) =>
        property.IsDefined(typeof(ParamsSourceAttribute))
            || property.IsDefined(typeof(ParamsAllValuesAttribute)) || property.IsDefined(typeof(ParamsAttribute));

    private static IEnumerable<IReadOnlyList<KeyValuePair<PropertyInfo, object>>> Combinations(Type suite, ReadOnlyMemory<PropertyInfo> properties)
    {
        if (properties.IsEmpty) return [[]];
        var property = properties.Span[0];
        return
            from value in SmokeValues(suite, property)
            from rest in Combinations(suite, properties[1..])
            select (IReadOnlyList<KeyValuePair<PropertyInfo, object>>)[KeyValuePair.Create(property, value), .. rest];
    }

    private static IEnumerable<object> SmokeValues(Type suite, PropertyInfo property)
    {
        if (property.IsDefined(typeof(ParamsAllValuesAttribute))) return Enum.GetValues(property.PropertyType).Cast<object>();
        var source = property.GetCustomAttribute<ParamsSourceAttribute>();
        Assert.True(source is not null, $"{suite.Name}.{property.Name} has no tiny values: take them from a {nameof(SizedValues<>)} by ParamsSource");
        var values = suite.GetProperty(source.Name)!.GetValue(Activator.CreateInstance(suite));
        return Assert.IsType<ISizedValues>(values, exactMatch: false).Smoke.Cast<object>();
    }
}
