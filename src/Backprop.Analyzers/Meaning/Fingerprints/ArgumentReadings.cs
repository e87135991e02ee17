using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// What a method with several arguments computes elementwise: the reading of argument <paramref name="Input"/>, times argument
/// <paramref name="Upstream"/> if there is one (<c>(y, g) => (1 - y * y) * g</c>), returned, or stored in (or added to) argument
/// <paramref name="Destination"/>. The other arguments do not matter.
/// </summary>
internal sealed record ArgumentReading(Fingerprint Fingerprint, int Input, int? Upstream, int? Destination, bool Accumulates);

/// <summary>Finds argument readings by running a method on unrelated samples in all of its arguments.</summary>
internal sealed class ArgumentReadings(Interpreter interpreter, Shapes shapes)
{
    private delegate (Datum? Returned, bool Completed) Invocation(Reference[] arguments);

    private const int MostArguments = 4;
    private const int Stride = 5;

    public IReadOnlyList<ArgumentReading> Of(IMethodSymbol method)
        => Callables.MayBeFunction(method) && interpreter.Bodies.BodyOf(method) is not null
            ? Of(method, arguments => (interpreter.Invoke(method, Callables.Receiver(method), arguments, out var completed), completed))
            : [];

    public IReadOnlyList<ArgumentReading> Of(IAnonymousFunctionOperation lambda)
    {
        var function = new FunctionDatum(lambda.Symbol, lambda.Body, null, null, isVirtual: false);
        return lambda.Symbol.IsAsync ? [] : Of(lambda.Symbol, arguments => (interpreter.Apply(function, arguments, out var completed), completed));
    }

    private IReadOnlyList<ArgumentReading> Of(IMethodSymbol method, Invocation invoke)
    {
        var types = method.Parameters.Select(parameter => parameter.Type).ToArray();
        if (types.Length is 0 or > MostArguments || !types.All(shapes.Supports))
        {
            return [];
        }

        var readings = new List<ArgumentReading>();
        for (var input = 0; input < types.Length; input++)
        {
            if (Run(method, invoke, types, input) is not { } results)
            {
                return [];
            }

            foreach (var result in results)
            {
                readings.AddRange(Read(result, input, types.Length));
            }
        }

        return readings;
    }

    /// <summary>The input alone, then the input times each other argument.</summary>
    private static IEnumerable<ArgumentReading> Read(Result result, int input, int count)
    {
        if (input == result.Destination && result.Accumulates)
        {
            yield break;
        }

        var candidates = Enumerable.Range(0, count).Where(i => i != input && (i != result.Destination || !result.Accumulates));
        foreach (var upstream in candidates.Select(i => (int?)i).Prepend(null))
        {
            if (Observations(result, input, upstream) is not { } observations)
            {
                continue;
            }

            var readings = Matching.Readings(observations);
            foreach (var reading in readings)
            {
                yield return new(reading, input, upstream, result.Destination, result.Accumulates);
            }

            if (readings.Count > 0)
            {
                yield break;
            }
        }
    }

    private static List<Observation>? Observations(Result result, int input, int? upstream)
    {
        var observations = new List<Observation>();
        for (var i = 0; i < result.Outputs.Count && i < SamplePoints.All.Count; i++)
        {
            if (result.Outputs[i] is not { } output)
            {
                return null;
            }

            Dual scale = upstream is { } argument ? Point(argument, i) : 1;
            observations.Add(new(Index(input, i), Point(input, i), output.Dual / scale, output.Kind.IsCoarse()));
        }

        return observations;
    }

    private IReadOnlyList<Result>? Run(IMethodSymbol method, Invocation invoke, ITypeSymbol[] types, int input)
        => types.All(Shapes.IsScalar) ? RunScalars(method, invoke, types, input)
            : types.Any(Shapes.IsScalar) ? null
            : RunCollections(method, invoke, types, input);

    private IReadOnlyList<Result>? RunScalars(IMethodSymbol method, Invocation invoke, ITypeSymbol[] types, int input)
    {
        var outputs = new List<Number?>();
        for (var sample = 0; sample < SamplePoints.All.Count && !method.ReturnsVoid; sample++)
        {
            var arguments = types.Select((type, i) => Seeded(shapes.Build(type, [Point(i, sample)]), i == input)).ToArray();
            if (arguments.Any(argument => argument is null)
                || invoke(Cells(arguments)).Returned is not Number { Kind: var kind } output || !kind.IsFloating())
            {
                return null;
            }

            outputs.Add(output);
        }

        return outputs.Count == 0 ? null : [new Result(outputs, null, false)];
    }

    private IReadOnlyList<Result>? RunCollections(IMethodSymbol method, Invocation invoke, ITypeSymbol[] types, int input)
    {
        var arguments = types.Select((type, i) => Seeded(
            shapes.Build(type, [.. SamplePoints.All.Select((_, sample) => Point(i, sample))]), i == input)).ToArray();
        var before = arguments.Select(Numbers).ToArray();
        if (before.Any(numbers => numbers.Count != before[0].Count || numbers.Count < SamplePoints.All.Count))
        {
            return null;
        }

        var (returned, completed) = invoke(Cells(arguments));
        if (!completed)
        {
            return null;
        }

        return method.ReturnsVoid
            ? [.. Enumerable.Range(0, types.Length).SelectMany(i => Written(i, before[i], Numbers(arguments[i])))]
            : Numbers(returned) is { } outputs && outputs.Count == before[0].Count ? [new Result(outputs, null, false)] : [];
    }

    private static IEnumerable<Result> Written(int destination, IReadOnlyList<Number?> before, IReadOnlyList<Number?> after)
    {
        if (before.Count != after.Count || before.Zip(after, (x, y) => x?.Dual == y?.Dual).All(same => same))
        {
            yield break;
        }

        yield return new(after, destination, false);
        yield return new([.. before.Zip(after, Difference)], destination, true);
    }

    private static Number? Difference(Number? before, Number? after)
        => before is null || after is null ? null : new Number(after.Dual - before.Dual, after.Kind);

    private static Reference[] Cells(Datum?[] arguments) => [.. arguments.Select(argument => new Cell(argument))];

    private static IReadOnlyList<Number?> Numbers(Datum? datum) => [.. Leaves.Of(datum).Select(leaf => leaf.Value as Number)];

    /// <summary>Only the input is a variable; the other arguments are constants to the derivative.</summary>
    private static Datum? Seeded(Datum? datum, bool isInput)
    {
        if (isInput || datum is null)
        {
            return datum;
        }

        if (datum is Number single)
        {
            return new Number(single.Value, single.Kind);
        }

        foreach (var leaf in Leaves.Of(datum))
        {
            leaf.Value = leaf.Value is Number number ? new Number(number.Value, number.Kind) : null;
        }

        return datum;
    }

    private static int Index(int argument, int sample) => (sample + (argument * Stride)) % SamplePoints.All.Count;

    private static double Point(int argument, int sample) => SamplePoints.All[Index(argument, sample)];

    private sealed record Result(IReadOnlyList<Number?> Outputs, int? Destination, bool Accumulates);
}
