using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>
/// What a place is called in every member that reaches it: the field or property at the end of its path (`w.Waa`,
/// `cache.Weights.Waa` and `weights.Waa` are one), with the constant indices and keys behind it (`gates[2]`).
/// </summary>
internal readonly record struct Identity(object Symbol, string Suffix)
{
    private const int DeepestHolder = 6;

    /// <summary>An object that was created before the loop is called what holds it: `h = new double[T][]`, `h[t] = ...`.</summary>
    public static Identity? Of(Place place, LoopTransfer loop)
    {
        var suffix = "";
        var held = 0;
        for (Place? part = place; part is not null; part = part.Parent)
        {
            while (part.Key.Kind == KeyKind.Fresh && held++ < DeepestHolder && loop.HolderOf(part) is { } holder) part = holder;
            switch (part.Key)
            {
                case { Kind: KeyKind.Constant, Data: string key }: return new Identity(key, suffix);
                case { Data: LinearIndex { IsConstant: false } }: break;
                case { Kind: KeyKind.Constant or KeyKind.Index } indexed: suffix = "[" + Text(indexed) + "]" + suffix; break;
                case { Kind: KeyKind.Elements }: break;
                case { Data: ISymbol inside } when part.Parent is { Key.Data: ISymbol } && IsStore(inside): break;
                case { Data: ISymbol symbol }: return new Identity(symbol, suffix);
                case { Kind: KeyKind.Fresh } fresh: return new Identity(fresh.Data, suffix);
                default: return null;
            }
        }

        return null;
    }

    /// <summary>The nearest name on the way to the place, for messages.</summary>
    public static string NameOf(Place place, LoopTransfer loop)
    {
        var held = 0;
        for (Place? part = place; part is not null; part = part.Parent)
        {
            while (part.Key.Kind == KeyKind.Fresh && held++ < DeepestHolder && loop.HolderOf(part) is { } holder) part = holder;
            if (part.Key.Data is ISymbol symbol) return symbol.Name;
        }

        return "";
    }

    // W.data of a struct or class with operators: the matrix is W.
    private static bool IsStore(ISymbol member) => member.ContainingType is { } type && Flow.Values.Shape.IsNumeric(type)
        && (type.IsValueType || type.GetMembers().Any(other => other.Name is "op_Addition" or "op_Multiply"));

    private static string Text(Key key) => key.Data is LinearIndex { IsConstant: true } index ? index.Offset.ToString() : key.Data.ToString() ?? "";
}
