using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>List&lt;T&gt; and the collection interfaces that arrays and lists implement.</summary>
internal static class ListModels
{
    private static readonly HashSet<string> Types =
    [
        "System.Collections.Generic.List`1", "System.Collections.Generic.IList`1", "System.Collections.Generic.ICollection`1",
        "System.Collections.Generic.IReadOnlyList`1", "System.Collections.Generic.IReadOnlyCollection`1",
    ];

    private static readonly Dictionary<string, LibraryModel> Members = new()
    {
        [".ctor"] = Create,
        ["get_Count"] = call => call.Receiver is Elements elements ? Number.Of(elements.Count) : null,
        ["Add"] = call => Change(call, list => list.Add(call.Argument(0)?.Copied())),
        ["AddRange"] = call => call.Sequence(0) is { } added ? Change(call, list => list.AddRange([.. added.Values()])) : call.Unknown(),
        ["Insert"] = call => call.Int(0) is { } at ? Change(call, list => list.Insert(Math.Min(at, list.Count), call.Argument(1)?.Copied())) : call.Unknown(),
        ["RemoveAt"] = call => call.Int(0) is { } at && call.Receiver is ListDatum list && (uint)at < (uint)list.Count
            ? Change(call, items => items.RemoveAt(at)) : call.Unknown(),
        ["Clear"] = call => Change(call, list => list.Clear()),
        ["Reverse"] = call => call.Count == 0 ? Change(call, list => list.Reverse()) : call.Unknown(),
        ["ToArray"] = call => call.Receiver is Elements elements ? call.Array(elements.Count, i => elements[i], elements.ElementKind) : null,
        ["ConvertAll"] = call => call.Receiver is Elements elements && call.Function(0) is { } function
            ? call.List(elements.Count, i => call.Apply(function, elements[i]), ArrayModels.ResultKind(call)) : call.Unknown(),
        ["ForEach"] = ForEach,
        ["CopyTo"] = call => ArrayModels.Copy(call, call.Receiver as Elements, 0, call.Sequence(0), call.Count > 1 ? call.Int(1) : 0, (call.Receiver as Elements)?.Count),
    };

    public static LibraryModel? Find(string type, IMethodSymbol method)
        => Types.Contains(type) && Members.TryGetValue(method.MethodKind == MethodKind.Constructor ? ".ctor" : method.Name, out var model)
            ? model
            : null;

    private static Datum? Create(Call call)
    {
        var kind = NumericKinds.Of(call.Created?.TypeArguments.FirstOrDefault());
        return call.Argument(0) switch
        {
            null when call.Count == 0 => new ListDatum([], kind),
            Number => new ListDatum([], kind),
            Elements source => call.List(source.Count, i => source[i], kind),
            _ => call.Unknown(),
        };
    }

    private static Datum? Change(Call call, Action<List<Datum?>> change)
    {
        if (call.Receiver is not ListDatum list || !call.Run.Allocate(1))
        {
            return call.Receiver is null ? null : call.Unknown();
        }

        change(list.Items);
        return null;
    }

    private static Datum? ForEach(Call call)
    {
        if (call.Receiver is not Elements source || call.Function(0) is not { } function)
        {
            return call.Unknown();
        }

        for (var i = 0; i < source.Count && call.Run.Spend(1); i++)
        {
            call.Apply(function, source[i]);
        }

        return null;
    }
}
