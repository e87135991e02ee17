using static System.Math;

namespace Backprop.Analyzers.Knowledge;

/// <summary>
/// A library function of one number with its exact derivative; <c>Slope(z, a)</c> may use the input and the output.
/// Libraries' names map to these rows (<see cref="LibraryNames"/>), the interpreter evaluates them on dual numbers.
/// </summary>
internal sealed record Elementary(string Name, Func<double, double> Value, Func<double, double, double> Slope)
{
    private const double Ln2 = 0.693147180559945309417232121458;
    private const double Ln10 = 2.30258509299404568401799145468;
    private const double TwoOverRootPi = 1.12837916709551257389615890312;

    public static readonly Elementary Tanh = new("tanh", Math.Tanh, (z, a) => 1 / Square(Math.Cosh(z)));
    public static readonly Elementary Sinh = new("sinh", Math.Sinh, (z, a) => Math.Cosh(z));
    public static readonly Elementary Cosh = new("cosh", Math.Cosh, (z, a) => Math.Sinh(z));
    public static readonly Elementary Sech = new("sech", z => 1 / Math.Cosh(z), (z, a) => -a * Math.Tanh(z));
    public static readonly Elementary Csch = new("csch", z => 1 / Math.Sinh(z), (z, a) => -a / Math.Tanh(z));
    public static readonly Elementary Coth = new("coth", z => 1 / Math.Tanh(z), (z, a) => 1 - (a * a));
    public static readonly Elementary Asinh = new("asinh", ArcSinh, (z, a) => 1 / Math.Sqrt((z * z) + 1));
    public static readonly Elementary Acosh = new(
        "acosh", z => Math.Log(z + Math.Sqrt((z * z) - 1)), (z, a) => 1 / Math.Sqrt((z * z) - 1));
    public static readonly Elementary Atanh = new("atanh", z => 0.5 * (Log1p(z) - Log1p(-z)), (z, a) => 1 / (1 - (z * z)));

    public static readonly Elementary Exp = new("exp", Math.Exp, (z, a) => a);
    public static readonly Elementary Exp2 = new("exp2", z => Math.Pow(2, z), (z, a) => a * Ln2);
    public static readonly Elementary Exp10 = new("exp10", z => Math.Pow(10, z), (z, a) => a * Ln10);
    public static readonly Elementary ExpM1 = new("expm1", Expm1, (z, a) => Math.Exp(z));
    public static readonly Elementary Exp2M1 = new("exp2m1", z => Expm1(z * Ln2), (z, a) => Math.Pow(2, z) * Ln2);
    public static readonly Elementary Exp10M1 = new("exp10m1", z => Expm1(z * Ln10), (z, a) => Math.Pow(10, z) * Ln10);
    public static readonly Elementary Log = new("log", Math.Log, (z, a) => 1 / z);
    public static readonly Elementary Log2 = new("log2", z => Math.Log(z) / Ln2, (z, a) => 1 / (z * Ln2));
    public static readonly Elementary Log10 = new("log10", Math.Log10, (z, a) => 1 / (z * Ln10));
    public static readonly Elementary LogP1 = new("log1p", Log1p, (z, a) => 1 / (1 + z));
    public static readonly Elementary Log2P1 = new("log2p1", z => Log1p(z) / Ln2, (z, a) => 1 / ((1 + z) * Ln2));
    public static readonly Elementary Log10P1 = new("log10p1", z => Log1p(z) / Ln10, (z, a) => 1 / ((1 + z) * Ln10));
    public static readonly Elementary Logistic = new("sigmoid", Sigmoid, (z, a) => a * Sigmoid(-z));
    public static readonly Elementary Logit = new("logit", z => Math.Log(z / (1 - z)), (z, a) => 1 / (z * (1 - z)));
    public static readonly Elementary Erf = new("erf", ErrorFunction.Erf, (z, a) => TwoOverRootPi * Math.Exp(-z * z));
    public static readonly Elementary Erfc = new("erfc", ErrorFunction.Erfc, (z, a) => -TwoOverRootPi * Math.Exp(-z * z));

    public static readonly Elementary Sqrt = new("sqrt", Math.Sqrt, (z, a) => 0.5 / a);
    public static readonly Elementary ReciprocalSqrt = new("rsqrt", z => 1 / Math.Sqrt(z), (z, a) => -0.5 * a / z);
    public static readonly Elementary Reciprocal = new("reciprocal", z => 1 / z, (z, a) => -a * a);
    public static readonly Elementary Cbrt = new("cbrt", CubeRoot, (z, a) => 1 / (3 * a * a));
    public static readonly Elementary Squared = new("square", z => z * z, (z, a) => 2 * z);
    public static readonly Elementary Negate = new("negate", z => -z, (z, a) => -1);
    public static readonly Elementary Identity = new("identity", z => z, (z, a) => 1);

    public static readonly Elementary Sin = new("sin", Math.Sin, (z, a) => Math.Cos(z));
    public static readonly Elementary Cos = new("cos", Math.Cos, (z, a) => -Math.Sin(z));
    public static readonly Elementary Tan = new("tan", Math.Tan, (z, a) => 1 + (a * a));
    public static readonly Elementary TanPi = new("tanpi", z => Math.Tan(PI * z), (z, a) => PI * (1 + (a * a)));
    public static readonly Elementary Asin = new("asin", Math.Asin, (z, a) => 1 / Math.Sqrt(1 - (z * z)));
    public static readonly Elementary Acos = new("acos", Math.Acos, (z, a) => -1 / Math.Sqrt(1 - (z * z)));
    public static readonly Elementary Atan = new("atan", Math.Atan, (z, a) => 1 / (1 + (z * z)));

    public static readonly Elementary Abs = new("abs", Math.Abs, (z, a) => Signum(z));
    public static readonly Elementary Sign = new("sign", Signum, (z, a) => 0);
    public static readonly Elementary Floor = new("floor", Math.Floor, (z, a) => 0);
    public static readonly Elementary Ceiling = new("ceiling", Math.Ceiling, (z, a) => 0);
    public static readonly Elementary Round = new("round", Math.Round, (z, a) => 0);
    public static readonly Elementary Truncate = new("truncate", Math.Truncate, (z, a) => 0);
    public static readonly Elementary Relu = new("relu", z => z > 0 ? z : 0, (z, a) => z > 0 ? 1 : 0);

    public override string ToString() => Name;

    private static double Square(double value) => value * value;

    private static double Signum(double z) => z > 0 ? 1 : z < 0 ? -1 : 0;

    private static double Sigmoid(double z)
    {
        var e = Math.Exp(-Math.Abs(z));
        return z >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    private static double CubeRoot(double z)
    {
        var root = Signum(z) * Math.Pow(Math.Abs(z), 1.0 / 3);
        return root == 0 || double.IsInfinity(root) ? root : root - (((root * root * root) - z) / (3 * root * root));
    }

    private static double ArcSinh(double z)
    {
        var size = Math.Abs(z);
        return Signum(z) * Log1p(size + (size * size / (1 + Math.Sqrt((size * size) + 1))));
    }

    /// <summary>Kahan's identity: exact to a few units in the last place although 1 + z is rounded.</summary>
    private static double Log1p(double z)
    {
        var u = 1 + z;
        return u == 1 ? z : double.IsInfinity(u) ? u : Math.Log(u) * z / (u - 1);
    }

    private static double Expm1(double z)
        => Math.Abs(z) > 1 ? Math.Exp(z) - 1 : 2 * Math.Exp(z / 2) * Math.Sinh(z / 2);
}
