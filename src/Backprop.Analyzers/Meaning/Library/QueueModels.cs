using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>Stack&lt;T&gt; (its top lies first, as foreach sees it) and Queue&lt;T&gt;.</summary>
internal static class QueueModels
{
    public static LibraryModel? Find(string type, IMethodSymbol method) => type switch
    {
        "System.Collections.Generic.Stack`1" or "System.Collections.Generic.Queue`1" => Member(method),
        _ => null,
    };

    private static LibraryModel? Member(IMethodSymbol method) => method.MethodKind == MethodKind.Constructor ? Create : method.Name switch
    {
        "Push" => call => Change(call, list => list.Insert(0, call.Argument(0)?.Copied())),
        "Enqueue" => call => Change(call, list => list.Add(call.Argument(0)?.Copied())),
        "Pop" or "Dequeue" => call => Take(call, remove: true),
        "Peek" => call => Take(call, remove: false),
        "Clear" => call => Change(call, list => list.Clear()),
        "get_Count" => call => call.Receiver is Elements elements ? Number.Of(elements.Count) : null,
        "ToArray" => call => call.Receiver is Elements elements ? call.Array(elements.Count, i => elements[i], elements.ElementKind) : null,
        _ => null,
    };

    private static Datum? Create(Call call)
        => call.Count == 0 || call.Argument(0) is Number
            ? new ListDatum([], NumericKinds.Of(call.Created?.TypeArguments.FirstOrDefault()))
            : call.Unknown();

    private static Datum? Change(Call call, Action<List<Datum?>> change)
    {
        if (call.Receiver is not ListDatum list || !call.Run.Allocate(1))
        {
            return call.Receiver is null ? null : call.Unknown();
        }

        change(list.Items);
        return null;
    }

    private static Datum? Take(Call call, bool remove)
    {
        if (call.Receiver is not ListDatum { Count: > 0 } list)
        {
            return call.Receiver is null ? null : call.Unknown();
        }

        var first = list[0];
        if (remove)
        {
            list.Items.RemoveAt(0);
        }

        return first;
    }
}
