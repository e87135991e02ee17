using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>System.Array, its members on arrays, and Buffer.</summary>
internal static class ArrayModels
{
    private static readonly Dictionary<string, LibraryModel> Members = new()
    {
        ["get_Length"] = call => call.Receiver is Elements array ? Number.Of(array.Count) : null,
        ["get_LongLength"] = call => call.Receiver is Elements array ? new Number(array.Count, NumericKind.Int64) : null,
        ["get_Rank"] = call => call.Receiver is ArrayDatum array ? Number.Of(array.Rank) : null,
        ["GetLength"] = call => Length(call) is { } length ? Number.Of(length) : null,
        ["GetUpperBound"] = call => Length(call) is { } length ? Number.Of(length - 1) : null,
        ["GetLowerBound"] = call => Number.IntegerZero,
        ["Clone"] = call => call.Receiver is ArrayDatum array ? Clone(call, array) : null,
        ["CopyTo"] = call => call.Receiver is Elements array ? Copy(call, array, 0, call.Sequence(0), call.Int(1), array.Count) : call.Unknown(),
        ["Copy"] = call => call.Count == 3
            ? Copy(call, call.Sequence(0), 0, call.Sequence(1), 0, call.Int(2))
            : Copy(call, call.Sequence(0), call.Int(1), call.Sequence(2), call.Int(3), call.Int(4)),
        ["ConvertAll"] = call => call.Sequence(0) is { } source && call.Function(1) is { } function
            ? call.Array(source.Count, i => call.Apply(function, source[i]), ResultKind(call)) : call.Unknown(),
        ["ForEach"] = ForEach,
        ["Fill"] = Fill,
        ["Clear"] = Clear,
        ["Reverse"] = Reverse,
        ["Empty"] = call => new ArrayDatum([]),
        ["Resize"] = Resize,
    };

    public static LibraryModel? Find(string type, IMethodSymbol method) => type switch
    {
        "System.Array" when Members.TryGetValue(method.Name, out var model) => model,
        "System.Buffer" when method.Name == "BlockCopy" => BlockCopy,
        _ => null,
    };

    /// <summary>Copies <paramref name="count"/> elements; an unknown operand stops the run, since something was written somewhere.</summary>
    public static Datum? Copy(Call call, Elements? source, int? from, Elements? target, int? to, int? count)
    {
        if (source is null || target is null || from is not { } first || to is not { } start || count is not { } length
            || first < 0 || start < 0 || length < 0 || first + length > source.Count || start + length > target.Count
            || !call.Run.Spend(length))
        {
            return call.Unknown();
        }

        var values = source.Values().Skip(first).Take(length).ToArray();
        for (var i = 0; i < length; i++)
        {
            target[start + i] = values[i]?.Copied();
        }

        return null;
    }

    public static Datum? Clone(Call call, ArrayDatum array)
        => call.Run.Allocate(array.Count)
            ? new ArrayDatum([.. array.Items.Select(item => item?.Copied())], array.Lengths, array.ElementKind)
            : null;

    public static NumericKind? ResultKind(Call call) => call.Method.ReturnType switch
    {
        IArrayTypeSymbol array => NumericKinds.Of(call.Frame.Types.Resolve(array.ElementType)),
        INamedTypeSymbol { TypeArguments.Length: 1 } named => NumericKinds.Of(call.Frame.Types.Resolve(named.TypeArguments[0])),
        _ => null,
    };

    private static int? Length(Call call)
        => call.Receiver is ArrayDatum array && call.Int(0) is { } axis && (uint)axis < (uint)array.Rank ? array.Lengths[axis] : null;

    private static Datum? ForEach(Call call)
    {
        if (call.Sequence(0) is not { } source || call.Function(1) is not { } function)
        {
            return call.Unknown();
        }

        for (var i = 0; i < source.Count && call.Run.Spend(1); i++)
        {
            call.Apply(function, source[i]);
        }

        return null;
    }

    private static Datum? Fill(Call call)
    {
        var (start, count) = call.Count == 4 ? (call.Int(2), call.Int(3)) : (0, call.Sequence(0)?.Count);
        return call.Sequence(0) is { } target && start is { } from && count is { } length
            ? Set(call, target, from, length, call.Argument(1))
            : call.Unknown();
    }

    private static Datum? Clear(Call call)
    {
        var (start, count) = call.Count == 3 ? (call.Int(1), call.Int(2)) : (0, call.Sequence(0)?.Count);
        return call.Sequence(0) is { ElementKind: { } kind } target && start is { } from && count is { } length
            ? Set(call, target, from, length, new Number(0, kind))
            : call.Unknown();
    }

    public static Datum? Set(Call call, Elements target, int from, int count, Datum? value)
    {
        if (from < 0 || count < 0 || from + count > target.Count || !call.Run.Spend(count))
        {
            return call.Unknown();
        }

        for (var i = from; i < from + count; i++)
        {
            target[i] = value;
        }

        return null;
    }

    private static Datum? Reverse(Call call)
    {
        if (call.Sequence(0) is not { } target || call.Count != 1 || !call.Run.Spend(target.Count))
        {
            return call.Unknown();
        }

        var values = target.Values().Reverse().ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            target[i] = values[i];
        }

        return null;
    }

    private static Datum? Resize(Call call)
    {
        if (call.Sequence(0) is not ArrayDatum { ElementKind: { } kind } array || call.Int(1) is not { } size)
        {
            return call.Unknown();
        }

        call.Arguments[0].Value = call.Array(size, i => i < array.Count ? array[i] : new Number(0, kind), kind);
        return null;
    }

    private static Datum? BlockCopy(Call call)
    {
        if (call.Sequence(0) is not ArrayDatum { ElementKind: { } kind } source || SizeOf(kind) is not { } size
            || call.Int(1) is not { } from || call.Int(3) is not { } to || call.Int(4) is not { } bytes
            || from % size + to % size + bytes % size != 0)
        {
            return call.Unknown();
        }

        return Copy(call, source, from / size, call.Sequence(2), to / size, bytes / size);
    }

    private static int? SizeOf(NumericKind kind) => kind switch
    {
        NumericKind.Double or NumericKind.Int64 or NumericKind.UInt64 => 8,
        NumericKind.Single or NumericKind.Int32 or NumericKind.UInt32 => 4,
        _ => null,
    };
}
