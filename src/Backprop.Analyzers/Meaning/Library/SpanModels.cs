using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>Span, ReadOnlySpan, Memory and AsSpan: views on the same elements.</summary>
internal static class SpanModels
{
    private static readonly HashSet<string> Types =
    [
        "System.Span`1", "System.ReadOnlySpan`1", "System.Memory`1", "System.ReadOnlyMemory`1", "System.MemoryExtensions",
        "System.Runtime.InteropServices.CollectionsMarshal",
    ];

    public static LibraryModel? Find(string type, IMethodSymbol method)
    {
        if (type == "System.Index" && method.Name == "op_Implicit")
        {
            return call => Ranges.AsIndex(call.Argument(0));
        }

        if (!Types.Contains(type))
        {
            return null;
        }

        return method.MethodKind == MethodKind.Constructor ? Create : method.Name switch
        {
            "op_Implicit" or "AsMemory" when method.Parameters.Length == 1 => call => call.Argument(0),
            "AsSpan" => call => View(call, call.Argument(0) as Elements, 1),
            "Slice" => call => View(call, call.Receiver as Elements, 0),
            "get_Span" => call => call.Receiver,
            "get_Length" => call => call.Receiver is Elements span ? Number.Of(span.Count) : null,
            "get_IsEmpty" => call => call.Receiver is Elements span ? Truth.Of(span.Count == 0) : null,
            "get_Empty" => call => new ArrayDatum([]),
            "ToArray" => call => call.Receiver is Elements span ? call.Array(span.Count, i => span[i], span.ElementKind) : null,
            "CopyTo" when !method.IsStatic => call => ArrayModels.Copy(call, call.Receiver as Elements, 0, call.Sequence(0), 0, (call.Receiver as Elements)?.Count),
            "CopyTo" => call => ArrayModels.Copy(call, call.Sequence(0), 0, call.Sequence(1), 0, call.Sequence(0)?.Count),
            "Fill" => call => call.Receiver is Elements span ? ArrayModels.Set(call, span, 0, span.Count, call.Argument(0)) : call.Unknown(),
            "Clear" => call => call.Receiver is Elements { ElementKind: { } kind } span
                ? ArrayModels.Set(call, span, 0, span.Count, new Number(0, kind)) : call.Unknown(),
            _ => null,
        };
    }

    private static Datum? Create(Call call) => call.Count == 1 ? call.Argument(0) as Elements : View(call, call.Argument(0) as Elements, 1);

    /// <summary>The arguments from <paramref name="first"/> on are start and length, both optional.</summary>
    private static Datum? View(Call call, Elements? source, int first)
    {
        if (source is null || call.Count <= first)
        {
            return source;
        }

        if (call.Argument(first) is RangeDatum range)
        {
            return range.In(source.Count) is { } part ? new SpanDatum(source, part.Start, part.Length) : call.Unknown();
        }

        var start = call.Int(first);
        var length = call.Count > first + 1 ? call.Int(first + 1) : source.Count - start;
        return start is >= 0 && length is >= 0 && start + length <= source.Count
            ? new SpanDatum(source, start.Value, length.Value)
            : call.Unknown();
    }
}
