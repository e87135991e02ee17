using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>Parallel.For and ForEach, run one pass after the other: a result that depends on the order is a race anyway.</summary>
internal static class ParallelModels
{
    public static LibraryModel? Find(string type, IMethodSymbol method) => (type, method.Name) switch
    {
        ("System.Threading.Tasks.Parallel", "For") when method.TypeParameters.IsEmpty => For,
        ("System.Threading.Tasks.Parallel", "ForEach") when method.TypeParameters.Length == 1 => ForEach,
        ("System.Threading.Tasks.Parallel", "Invoke") => Invoke,
        ("System.Collections.Concurrent.Partitioner", "Create") when method.TypeParameters.IsEmpty => Whole,
        _ => null,
    };

    private static Datum? For(Call call)
    {
        if (call.Int(0) is not { } from || call.Int(1) is not { } to || call.Function(call.Count - 1) is not { } body)
        {
            return call.Unknown();
        }

        for (var i = from; i < to && call.Run.Spend(1); i++)
        {
            Pass(call, body, Number.Of(i));
        }

        return null;
    }

    private static Datum? ForEach(Call call)
    {
        if (call.Sequence(0) is not { } source || call.Function(call.Count - 1) is not { } body)
        {
            return call.Unknown();
        }

        for (var i = 0; i < source.Count && call.Run.Spend(1); i++)
        {
            Pass(call, body, source[i]);
        }

        return null;
    }

    private static Datum? Invoke(Call call)
    {
        if (call.Sequence(0) is not { } actions)
        {
            return call.Unknown();
        }

        foreach (var action in actions.Values())
        {
            if (action is not FunctionDatum function)
            {
                return call.Unknown();
            }

            call.Apply(function);
        }

        return null;
    }

    /// <summary>A body may also take the loop state and the index.</summary>
    private static void Pass(Call call, FunctionDatum body, Datum? item)
    {
        var arguments = new Datum?[body.Method.Parameters.Length];
        if (arguments.Length > 0)
        {
            arguments[0] = item;
        }

        call.Apply(body, arguments);
    }

    /// <summary>Partitioner.Create(from, to) as one range.</summary>
    private static Datum? Whole(Call call)
        => call.Number(0) is { } from && call.Number(1) is { } to ? new ListDatum([new TupleDatum([from, to])]) : call.Unknown();
}
