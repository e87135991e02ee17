using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>Math, MathF, double.Tanh, T.Tanh: functions of numbers.</summary>
internal static class MathModels
{
    private static readonly Dictionary<string, LibraryModel> Others = new()
    {
        ["Pow"] = call => Two(call, Dual.Pow),
        ["Max"] = call => Two(call, Dual.Max),
        ["Min"] = call => Two(call, Dual.Min),
        ["MaxNumber"] = call => Two(call, Dual.Max),
        ["MinNumber"] = call => Two(call, Dual.Min),
        ["Atan2"] = call => Two(call, Dual.Atan2),
        ["Hypot"] = call => Two(call, Dual.Hypot),
        ["Log"] = call => Two(call, (x, b) => Dual.Apply(Elementary.Log, x) / Dual.Apply(Elementary.Log, b)),
        ["CopySign"] = call => Two(call, (x, sign) => (sign.Value < 0) == (x.Value < 0) ? x : -x),
        ["Clamp"] = call => Three(call, (x, low, high) => x.Value < low.Value ? low : x.Value > high.Value ? high : x),
        ["FusedMultiplyAdd"] = call => Three(call, (x, y, z) => (x * y) + z),
        ["MultiplyAddEstimate"] = call => Three(call, (x, y, z) => (x * y) + z),
        ["Saturate"] = call => call.Number(0) is { } x ? x.Value is >= 0 and <= 1 ? x : new Number(x.Value < 0 ? 0.0 : 1.0, x.Kind) : null,
        ["Lerp"] = call => Three(call, (x, y, t) => (x * (1 - t)) + (y * t)),
        ["RootN"] = call => Two(call, (x, n) => Dual.Pow(x, 1.0 / n.Value)),
        ["IsNaN"] = call => Test(call, double.IsNaN),
        ["IsInfinity"] = call => Test(call, double.IsInfinity),
        ["IsFinite"] = call => Test(call, value => !double.IsNaN(value) && !double.IsInfinity(value)),
        ["IsPositiveInfinity"] = call => Test(call, double.IsPositiveInfinity),
        ["IsNegativeInfinity"] = call => Test(call, double.IsNegativeInfinity),
        ["IsNegative"] = call => Test(call, value => value < 0),
        ["IsPositive"] = call => Test(call, value => value >= 0),
        ["CompareTo"] = call => call.Receiver is Number left && call.Number(0) is { } right
            ? Number.Of(left.Value.CompareTo(right.Value)) : null,
        ["Equals"] = call => call.Receiver is Number left && call.Number(0) is { } right
            ? Truth.Of(left.Value.Equals(right.Value)) : null,
        ["Abs"] = One(Elementary.Abs),
    };

    public static LibraryModel? Find(string type, IMethodSymbol method)
    {
        var function = method.Parameters.Length == 1 ? FunctionOf(type, method.Name) : null;
        if (function is not null)
        {
            return One(function);
        }

        if (method.Name == "Round" && BaseClassLibrary.MathTypes.Contains(type))
        {
            return method.Parameters is [_, { Type.SpecialType: SpecialType.System_Int32 }] ? Rounded : null;
        }

        var name = BaseClassLibrary.IsOfNumbers(type) ? method.Name
            : GamesAndGpus.Types.Contains(type) && GamesAndGpus.OfSeveral.TryGetValue(method.Name, out var known) ? known.Name : "";
        return Others.TryGetValue(name, out var model) ? model : null;
    }

    public static LibraryModel One(Elementary function)
        => call => call.Number(0) is { } z ? Arithmetic.Apply(function, z) : null;

    private static Elementary? FunctionOf(string type, string member)
        => BaseClassLibrary.Find(type, member)
            ?? MathNetNumerics.ScalarFunctions.FirstOrDefault(row => row.Type == type && row.Member == member)?.Function
            ?? GamesAndGpus.Find(type, member);

    private static Datum? Two(Call call, Func<Dual, Dual, Dual> function)
        => call.Number(0) is { } x && call.Number(1) is { } y
            ? Arithmetic.Rounded(function(x.Dual, y.Dual), NumericKinds.Wider(x.Kind, y.Kind))
            : null;

    private static Datum? Three(Call call, Func<Dual, Dual, Dual, Dual> function)
        => call.Number(0) is { } x && call.Number(1) is { } y && call.Number(2) is { } z
            ? Arithmetic.Rounded(function(x.Dual, y.Dual, z.Dual), NumericKinds.Wider(NumericKinds.Wider(x.Kind, y.Kind), z.Kind))
            : null;

    private static Datum? Test(Call call, Func<double, bool> test) => call.Number(0) is { } x ? Truth.Of(test(x.Value)) : null;

    private static Datum? Rounded(Call call)
        => call.Number(0) is { } x && call.Int(1) is { } digits and >= 0 and <= 15
            ? new Number(Math.Round(x.Value, digits), x.Kind)
            : null;
}
