using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>The LINQ operators that numeric code uses, evaluated at once: laziness makes no difference to pure functions.</summary>
internal static class LinqModels
{
    private static readonly Dictionary<string, LibraryModel> Members = new()
    {
        ["Select"] = call => Over(call, (source, f) => call.List(source.Count, i => call.Apply(f, Indexed(f, source, i)), ArrayModels.ResultKind(call))),
        ["SelectMany"] = SelectMany,
        ["Where"] = call => Over(call, (source, f) => Filtered(call, source, i => call.Apply(f, Indexed(f, source, i)))),
        ["Zip"] = Zip,
        ["ToArray"] = call => call.Sequence(0) is { } source ? call.Array(source.Count, i => source[i], source.ElementKind) : null,
        ["ToList"] = call => Listed(call),
        ["AsEnumerable"] = call => call.Argument(0),
        ["AsParallel"] = call => call.Argument(0),
        ["AsOrdered"] = call => call.Argument(0),
        ["AsSequential"] = call => call.Argument(0),
        ["Cast"] = call => call.Argument(0),
        ["Range"] = call => call.Int(0) is { } start && call.Int(1) is { } count ? call.List(count, i => Number.Of(start + i), NumericKind.Int32) : null,
        ["Repeat"] = call => call.Int(1) is { } count ? call.List(count, _ => call.Argument(0), (call.Argument(0) as Number)?.Kind) : null,
        ["Empty"] = call => new ListDatum([]),
        ["Sum"] = call => Folded(call, BinaryOperatorKind.Add, Number.IntegerZero),
        ["Max"] = call => Folded(call, (x, y) => y.Value > x.Value ? y : x),
        ["Min"] = call => Folded(call, (x, y) => y.Value < x.Value ? y : x),
        ["Average"] = call => Folded(call, BinaryOperatorKind.Add, null) is Number sum && call.Sequence(0) is { } source
            ? Arithmetic.Binary(BinaryOperatorKind.Divide, Wide(sum), Number.Of((double)source.Count)) : null,
        ["Aggregate"] = Aggregate,
        ["Any"] = call => Tested(call, stopAt: true),
        ["All"] = call => Tested(call, stopAt: false),
        ["Count"] = call => call.Count == 1 ? call.Sequence(0) is { } source ? Number.Of(source.Count) : null
            : Over(call, (source, f) => Filtered(call, source, i => call.Apply(f, source[i]))) is Elements kept ? Number.Of(kept.Count) : null,
        ["Reverse"] = call => call.Sequence(0) is { } source ? call.List(source.Count, i => source[source.Count - 1 - i], source.ElementKind) : null,
        ["Concat"] = call => call.Sequence(0) is { } x && call.Sequence(1) is { } y
            ? call.List(x.Count + y.Count, i => i < x.Count ? x[i] : y[i - x.Count], x.ElementKind) : null,
        ["Append"] = call => call.Sequence(0) is { } x ? call.List(x.Count + 1, i => i < x.Count ? x[i] : call.Argument(1), x.ElementKind) : null,
        ["Take"] = call => Part(call, (count, n) => (0, Math.Min(count, n))),
        ["Skip"] = call => Part(call, (count, n) => (Math.Min(count, n), count - Math.Min(count, n))),
        ["First"] = call => At(call, 0),
        ["Last"] = call => call.Sequence(0) is { } source ? At(call, source.Count - 1) : null,
        ["ElementAt"] = call => call.Int(1) is { } at ? At(call, at) : null,
    };

    public static LibraryModel? Find(string type, IMethodSymbol method)
        => type is "System.Linq.Enumerable" or "System.Linq.ParallelEnumerable" && Members.TryGetValue(method.Name, out var model) ? model : null;

    /// <summary>A lambda with two parameters also takes the index.</summary>
    private static Datum?[] Indexed(FunctionDatum function, Elements source, int index)
        => function.Method.Parameters.Length == 2 ? [source[index], Number.Of(index)] : [source[index]];

    private static Datum? Over(Call call, Func<Elements, FunctionDatum, Datum?> operation)
        => call.Sequence(0) is { } source && call.Function(1) is { } function ? operation(source, function) : call.Unknown();

    private static ListDatum? Filtered(Call call, Elements source, Func<int, Datum?> test)
    {
        var kept = new List<Datum?>();
        for (var i = 0; i < source.Count && call.Run.Spend(1); i++)
        {
            if (test(i) is not Truth truth)
            {
                return null;
            }

            if (truth.Value)
            {
                kept.Add(source[i]);
            }
        }

        return call.Run.Allocate(kept.Count) ? new ListDatum(kept, source.ElementKind) : null;
    }

    private static Datum? SelectMany(Call call) => Over(call, (source, function) =>
    {
        var all = new List<Datum?>();
        for (var i = 0; i < source.Count && call.Run.Spend(1); i++)
        {
            if (call.Machine.Sequences.Enumerate(call.Apply(function, source[i]), call.Frame) is not { } inner || !call.Run.Allocate(inner.Count))
            {
                return null;
            }

            all.AddRange(inner.Values());
        }

        return new ListDatum(all, ArrayModels.ResultKind(call));
    });

    private static Datum? Zip(Call call)
    {
        if (call.Sequence(0) is not { } x || call.Sequence(1) is not { } y)
        {
            return call.Unknown();
        }

        var function = call.Function(2);
        return call.List(
            Math.Min(x.Count, y.Count),
            i => function is null ? new TupleDatum([x[i], y[i]]) : call.Apply(function, x[i], y[i]),
            function is null ? null : ArrayModels.ResultKind(call));
    }

    private static Datum? Listed(Call call)
        => call.Sequence(0) is { } source ? call.List(source.Count, i => source[i], source.ElementKind) : null;

    private static Datum? Folded(Call call, BinaryOperatorKind operation, Number? empty)
        => Folded(call, (x, y) => Arithmetic.Binary(operation, x, y) as Number ?? x) ?? (call.Sequence(0)?.Count == 0 ? Zero(call, empty) : null);

    private static Number? Zero(Call call, Number? empty)
        => empty is null ? null : new Number(0, NumericKinds.Of(call.Method.ReturnType) ?? empty.Kind);

    private static Number? Folded(Call call, Func<Number, Number, Number> fold)
    {
        if (call.Sequence(0) is not { } source || !call.Run.Spend(source.Count))
        {
            return null;
        }

        var selector = call.Function(1);
        Number? result = null;
        for (var i = 0; i < source.Count; i++)
        {
            if ((selector is null ? source[i] : call.Apply(selector, source[i])) is not Number next)
            {
                return null;
            }

            result = result is null ? next : fold(result, next);
        }

        return result;
    }

    private static Datum? Aggregate(Call call)
    {
        var function = call.Function(call.Count == 2 ? 1 : 2);
        if (call.Sequence(0) is not { } source || function is null || call.Count > 3 || (call.Count == 2 && source.Count == 0))
        {
            return call.Unknown();
        }

        var result = call.Count == 2 ? source[0] : call.Argument(1);
        for (var i = call.Count == 2 ? 1 : 0; i < source.Count && call.Run.Spend(1); i++)
        {
            result = call.Apply(function, result, source[i]);
        }

        return result;
    }

    private static Datum? Tested(Call call, bool stopAt)
    {
        if (call.Count == 1)
        {
            return call.Sequence(0) is { } all ? Truth.Of(all.Count > 0) : null;
        }

        return Over(call, (source, function) =>
        {
            for (var i = 0; i < source.Count && call.Run.Spend(1); i++)
            {
                if (call.Apply(function, source[i]) is not Truth truth || truth.Value == stopAt)
                {
                    return call.Run.Stopped ? null : Truth.Of(stopAt);
                }
            }

            return Truth.Of(!stopAt);
        });
    }

    private static Datum? Part(Call call, Func<int, int, (int Start, int Count)> cut)
    {
        if (call.Sequence(0) is not { } source || call.Int(1) is not { } n)
        {
            return null;
        }

        var (start, count) = cut(source.Count, Math.Max(n, 0));
        return call.List(count, i => source[start + i], source.ElementKind);
    }

    private static Datum? At(Call call, int index)
        => call.Function(1) is null && call.Sequence(0) is { } source && (uint)index < (uint)source.Count ? source[index] : call.Unknown();

    private static Number Wide(Number sum) => sum.Kind.IsFloating() ? sum : new(sum.Dual, NumericKind.Double);
}
