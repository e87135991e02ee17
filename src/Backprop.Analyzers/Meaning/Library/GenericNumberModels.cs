using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>Constants and conversions: <c>T.One</c>, <c>T.CreateChecked(x)</c>, <c>Convert.ToDouble(x)</c>.</summary>
internal static class GenericNumberModels
{
    private static readonly Dictionary<string, double> Constants = new()
    {
        ["get_One"] = 1,
        ["get_Zero"] = 0,
        ["get_NegativeOne"] = -1,
        ["get_MultiplicativeIdentity"] = 1,
        ["get_AdditiveIdentity"] = 0,
        ["get_Pi"] = Math.PI,
        ["get_E"] = Math.E,
        ["get_Tau"] = 2 * Math.PI,
        ["get_NaN"] = double.NaN,
        ["get_PositiveInfinity"] = double.PositiveInfinity,
        ["get_NegativeInfinity"] = double.NegativeInfinity,
    };

    private static readonly Dictionary<string, NumericKind> Conversions = new()
    {
        ["ToDouble"] = NumericKind.Double,
        ["ToSingle"] = NumericKind.Single,
        ["ToInt32"] = NumericKind.Int32,
        ["ToInt64"] = NumericKind.Int64,
        ["ToDecimal"] = NumericKind.Decimal,
    };

    public static LibraryModel? Find(string type, IMethodSymbol method)
    {
        if (type == "System.Convert")
        {
            return Conversions.TryGetValue(method.Name, out var kind) && method.Parameters.Length == 1
                ? call => call.Number(0) is { } number && (kind.IsFloating() || !number.Kind.IsFloating())
                    ? Arithmetic.Convert(number, kind) : null
                : null;
        }

        if (!type.StartsWith("System.", StringComparison.Ordinal))
        {
            return null;
        }

        return method.Name switch
        {
            "CreateChecked" or "CreateTruncating" or "CreateSaturating" => Create,
            _ when method.IsStatic && Constants.TryGetValue(method.Name, out var value) => call => Constant(call, value),
            _ => null,
        };
    }

    private static Datum? Create(Call call) => call.Number(0) is { } number && Kind(call) is { } kind ? Arithmetic.Convert(number, kind) : null;

    private static Datum? Constant(Call call, double value) => Kind(call) is { } kind ? Arithmetic.Rounded(value, kind) : null;

    private static NumericKind? Kind(Call call)
        => NumericKinds.Of(call.ConstrainedTo is { } type ? call.Frame.Types.Resolve(type) : call.Method.ContainingType);
}
