using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>Dictionary&lt;K, V&gt; and the pairs it holds.</summary>
internal static class DictionaryModels
{
    private static readonly Dictionary<string, Func<Call, DictionaryDatum, Datum?>> Members = new()
    {
        ["get_Item"] = (call, entries) => Key(call) is { } key && entries.Contains(key) ? entries[key] : call.Unknown(),
        ["set_Item"] = (call, entries) => Set(call, entries),
        ["Add"] = (call, entries) => Set(call, entries),
        ["ContainsKey"] = (call, entries) => Key(call) is { } key ? Truth.Of(entries.Contains(key)) : null,
        ["TryGetValue"] = TryGet,
        ["get_Count"] = (call, entries) => Number.Of(entries.Count),
        ["get_Keys"] = (call, entries) => new ListDatum([.. entries.Keys]),
        ["get_Values"] = (call, entries) => new ListDatum([.. entries.Values]),
    };

    public static LibraryModel? Find(string type, IMethodSymbol method) => type switch
    {
        "System.Collections.Generic.KeyValuePair`2" => method.Name switch
        {
            "get_Key" => call => call.Receiver is TupleDatum { Count: 2 } pair ? pair[0] : null,
            "get_Value" => call => call.Receiver is TupleDatum { Count: 2 } pair ? pair[1] : null,
            _ => null,
        },
        "System.Collections.Generic.Dictionary`2" when method.MethodKind == MethodKind.Constructor
            => call => call.Arguments.All(argument => argument.Value is Number) ? new DictionaryDatum() : call.Unknown(),
        "System.Collections.Generic.Dictionary`2" or "System.Collections.Generic.IDictionary`2"
            or "System.Collections.Generic.IReadOnlyDictionary`2" when Members.TryGetValue(method.Name, out var member)
            => call => call.Receiver is DictionaryDatum entries ? member(call, entries) : call.Receiver is null ? null : call.Unknown(),
        _ => null,
    };

    private static Datum? Key(Call call) => DictionaryDatum.IsKey(call.Argument(0)) ? call.Argument(0) : null;

    private static Datum? Set(Call call, DictionaryDatum entries)
    {
        if (Key(call) is not { } key || !call.Run.Allocate(1))
        {
            return call.Unknown();
        }

        entries[key] = call.Argument(1)?.Copied();
        return null;
    }

    private static Datum? TryGet(Call call, DictionaryDatum entries)
    {
        if (Key(call) is not { } key || call.Count != 2)
        {
            return call.Unknown();
        }

        var found = entries.Contains(key);
        call.Arguments[1].Value = found ? entries[key]
            : Defaults.Of(call.Frame.Types.Resolve(call.Method.Parameters[1].Type));
        return Truth.Of(found);
    }
}
