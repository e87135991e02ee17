using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// A function seen row by row: each of its columns (a number, an array, a matrix) holds one number a row, and one number a
/// row comes out, returned or written into one of the columns. <c>double F(double x)</c>, <c>Matrix F(Matrix x, Matrix y)</c>,
/// <c>double F(double[] values, int index)</c>, <c>void F(double[] values, int start, int count)</c>, <c>Matrix matrix.F()</c>.
/// That a row depends on its own numbers alone is not looked at here.
/// </summary>
internal sealed class RowFunction
{
    internal delegate Datum? Invocation(Reference[] arguments, out bool completed);

    private const int MostColumns = 3;

    private readonly IReadOnlyList<RowArgument> arguments;
    private readonly ITypeSymbol[] types;
    private readonly NumericKind[] kinds;
    private readonly int integers;
    private readonly Invocation invoke;
    private readonly Shapes shapes;
    private readonly bool returnsNumber;
    private readonly (int Input, int Result)? part;

    private RowFunction(IReadOnlyList<RowArgument> arguments, IMethodSymbol method, Invocation invoke, Shapes shapes)
    {
        this.arguments = arguments;
        this.invoke = invoke;
        this.shapes = shapes;
        types = [.. arguments.Where(argument => argument.Kind == RowArgumentKind.Column).Select(argument => argument.Type)];
        kinds = [.. types.Select(type => NumericKinds.Of(type) ?? NumericKind.Double)];
        integers = arguments.Count(argument => argument.Kind == RowArgumentKind.Integer);
        IsScalar = types.All(Shapes.IsScalar);
        ReturnsVoid = method.ReturnsVoid;
        returnsNumber = Shapes.IsScalar(method.ReturnType);
    }

    public int Columns => part is null ? types.Length : 1;

    /// <summary>How many columns there are to choose a part from.</summary>
    public int AllColumns => types.Length;

    /// <summary>One number at a time; otherwise all rows are in one call.</summary>
    public bool IsScalar { get; }

    public bool ReturnsVoid { get; }

    /// <summary>Null where the signature is not that of such a function.</summary>
    public static RowFunction? Of(IMethodSymbol method, Invocation invoke, Shapes shapes, Selector? selector = null)
    {
        if (RowArgument.Of(method, shapes, selector) is not { } arguments) return null;
        var columns = arguments.Where(argument => argument.Kind == RowArgumentKind.Column).ToArray();
        if (columns.Length is 0 or > MostColumns) return null;
        var scalars = columns.Count(column => Shapes.IsScalar(column.Type));
        var integers = arguments.Count(argument => argument.Kind == RowArgumentKind.Integer);
        var isScalar = scalars == columns.Length;
        if (!isScalar && scalars > 0) return null;
        if (isScalar ? integers > 0 || !Shapes.IsScalar(method.ReturnType) : !IsOverRows(method, integers)) return null;
        return new(arguments, method, invoke, shapes);
    }

    private static bool IsOverRows(IMethodSymbol method, int integers) => method.ReturnsVoid ? integers <= 2
        : Shapes.IsScalar(method.ReturnType) ? integers == 1
        : integers == 0;

    private RowFunction(RowFunction whole, int input, int result)
    {
        (arguments, types, kinds, integers, invoke, shapes, returnsNumber)
            = (whole.arguments, whole.types, whole.kinds, whole.integers, whole.invoke, whole.shapes, whole.returnsNumber);
        part = (input, result);
    }

    /// <summary>
    /// One of several results that are written into columns, <c>void F(double[] z, double[] a, double[] slope)</c>, as a
    /// function of one of the columns.
    /// </summary>
    public RowFunction Part(int input, int result) => new(this, input, result);

    /// <summary>The results in the order of the rows, as far as somebody asks; null where one is not known.</summary>
    public IEnumerable<Number?> Run(IReadOnlyList<Dual[]> columns) => IsScalar ? OneByOne(columns)
        : part is { } one ? Together([.. types.Select((_, i) => i == one.Input ? columns[0] : new Dual[columns[0].Length])])
        : Together(columns);

    private IEnumerable<Number?> OneByOne(IReadOnlyList<Dual[]> columns)
    {
        for (var row = 0; row < columns[0].Length; row++)
        {
            var given = new Datum?[types.Length];
            for (var i = 0; i < given.Length; i++) given[i] = Arithmetic.Rounded(columns[i][row], kinds[i]);
            yield return Invoke(Given(given, 0, 0)) is Number { Kind: var kind } result && kind.IsFloating() ? result : null;
        }
    }

    private IEnumerable<Number?> Together(IReadOnlyList<Dual[]> columns)
    {
        var count = columns[0].Length;
        for (var first = 0; first < count;)
        {
            var results = Chunk([.. columns.Select(column => Enumerable.Range(first, count).Select(i => column[i % count]).ToArray())]);
            if (results.Count == 0) yield break;
            foreach (var result in results.Take(count - first)) yield return result;
            first += results.Count;
        }
    }

    /// <summary>A type may hold fewer numbers than there are rows: as many results as fitted.</summary>
    private IReadOnlyList<Number?> Chunk(Dual[][] columns)
    {
        var given = columns.Select((column, i) => Build(types[i], column)).ToArray();
        var sizes = given.Select(datum => Leaves.Of(datum).Count).ToArray();
        if (sizes[0] == 0 || sizes.Any(size => size != sizes[0])) return [];
        if (returnsNumber)
            return [.. Enumerable.Range(0, sizes[0]).Select(i => Invoke(Given([.. columns.Select((column, k) => Build(types[k], column))], i, sizes[0])) as Number)];
        var before = given.Select(Numbers).ToArray();
        var returned = invoke(Given(given, 0, sizes[0]), out var completed);
        if (!completed) return [];
        var results = part is { } one ? Changed(before, given, one.Result) ? Numbers(given[one.Result]) : []
            : ReturnsVoid ? Written(before, given)
            : Numbers(returned);
        return results.Count == sizes[0] ? results : [];
    }

    private static IReadOnlyList<Number?> Written(IReadOnlyList<Number?>[] before, Datum?[] given)
    {
        if (given.Length == 1) return Numbers(given[0]);
        var changed = Enumerable.Range(0, given.Length)
            .Where(i => Changed(before, given, i)).ToArray();
        return changed is [var only] ? Numbers(given[only]) : [];
    }

    private static bool Changed(IReadOnlyList<Number?>[] before, Datum?[] given, int column)
        => !Numbers(given[column]).Zip(before[column], (x, y) => x?.Value == y?.Value).All(same => same);

    private Datum? Invoke(Reference[] given)
    {
        var result = invoke(given, out var completed);
        return completed ? result : null;
    }

    // start = 0, count = all; or the index of one element
    private Reference[] Given(Datum?[] columns, int index, int count)
    {
        var (column, integer) = (0, 0);
        var given = new Reference[arguments.Count];
        for (var i = 0; i < given.Length; i++) given[i] = new Cell(arguments[i].Kind switch
        {
            RowArgumentKind.Column => columns[column++],
            RowArgumentKind.Integer => Number.Of(returnsNumber ? index : ++integer == integers ? count : 0),
            _ => arguments[i].Value,
        });
        return given;
    }

    private Datum? Build(ITypeSymbol type, Dual[] rows)
    {
        var datum = shapes.Build(type, [.. rows.Select(row => row.Value)]);
        if (datum is Number number) return Arithmetic.Rounded(rows[0], number.Kind);
        var leaves = Leaves.Of(datum);
        for (var i = 0; i < leaves.Count && i < rows.Length; i++)
            if (leaves[i].Value is Number leaf) leaves[i].Value = Arithmetic.Rounded(rows[i], leaf.Kind);
        return datum;
    }

    private static IReadOnlyList<Number?> Numbers(Datum? datum) => [.. Leaves.Of(datum).Select(leaf => leaf.Value as Number)];
}
