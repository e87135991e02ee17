/*@na:cell a plain hidden state has no cell state*/
/*@na:carry storing into the slot of the step before is the addition: carry-assign removes it*/
namespace Rueckwaerts;

// Zustand[0] ist der Anfangszustand, Schritt t liegt also auf Zustand[t + 1].
// Jeder Schritt legt seinen Anteil in das Fach des Vorgaengers.
internal class Elman
{
    private readonly double[][] ein, rueck, aus;
    private double[][] zustand, ausgabe;

    public Elman(double[][] ein, double[][] rueck, double[][] aus)
    {
        this.ein = ein;
        this.rueck = rueck;
        this.aus = aus;
    }

    public double[][] Vorwaerts(double[][] folge)
    {
        var laenge = folge.Length;
        var breite = rueck.Length;
        zustand = new double[laenge + 1][];
        ausgabe = new double[laenge][];
        zustand[0] = new double[breite];
        var t = 0;
        while (t < laenge)
        {
            var neu = /*@shared*/new double[breite];
            for (var i = 0; i < breite; i++)
            {
                var netz = 0.0;
                for (var j = 0; j < folge[t].Length; j++) netz += ein[i][j] * folge[t][j];
                for (var j = 0; j < breite; j++) netz += rueck[i][j] * zustand[t][j];
                neu[i] = (Math.Exp(2 * netz) - 1) / (Math.Exp(2 * netz) + 1);
            }
            zustand[t + 1] = neu;
            ausgabe[t] = Weich(Produkt(aus, neu));
            t++;
        }
        return ausgabe;
    }

    public (double[][] dEin, double[][] dRueck, double[][] dAus) Zurueck(double[][] folge, double[][] soll)
    {
        var laenge = folge.Length;
        var breite = rueck.Length;
        var dEin = Null(ein);
        var dRueck = Null(rueck);
        var dAus = Null(aus);
        var dZustand = new double[laenge + 1][];
        for (var s = 0; s <= laenge; s++) dZustand[s] = new double[breite];

        /*@reverse#1 => var t = 1;*/
        var t = laenge;
        /*@loop*/
        while (/*@reverse#1 => t <= laenge && t*/t > 0)
        {
            for (var k = 0; k < aus.Length; k++)
            {
                var fehler = ausgabe[t - 1][k] - soll[t - 1][k];
                for (var i = 0; i < breite; i++)
                {
                    /*@upstream*/dZustand[t][i] += aus[k][i] * fehler;
                    /*@grad*/dAus[k][i] += fehler * /*@cache => zustand[t - 1][i]*/zustand[t][i];
                }
            }
            /*@overwrite +> for (var i = 0; i < breite; i++) zustand[t][i] = Math.Max(0, zustand[t][i]);*/
            /*@carry-assign#2 +> var davor = new double[breite];*/
            for (var i = 0; i < breite; i++)
            {
                var a = zustand[t][i];
                var d = dZustand[t][i] * (1 - a * a);
                for (var j = 0; j < folge[t - 1].Length; j++)
                    /*@grad*/dEin[i][j] += d * folge[t - 1][j];
                for (var j = 0; j < breite; j++)
                {
                    /*@grad*/dRueck[i][j] += d * /*@cache*/zustand[t - 1][j];
                    /*@carry-assign*/ /*@carry-assign#2 => davor[j] += rueck[i][j] * d;*/ /*@inner*/dZustand[t - 1][j] += rueck[i][j] * d;
                }
            }
            /*@reverse#1 => t++;*/
            t--;
        }
        return (dEin, dRueck, dAus);
    }

    private static double[][] Null(double[][] wie) => wie.Select(zeile => new double[zeile.Length]).ToArray();

    private static double[] Produkt(double[][] matrix, double[] vektor) =>
        matrix.Select(zeile => zeile.Zip(vektor, (x, y) => x * y).Sum()).ToArray();

    private static double[] Weich(double[] werte)
    {
        var hoch = werte.Select(w => Math.Exp(w - werte.Max())).ToArray();
        var summe = hoch.Sum();
        return hoch.Select(w => w / summe).ToArray();
    }
}

public static class Entry
{
    public const int ParameterCount = 3 * 2 + 3 * 3 + 2 * 3;

    private static Elman Netz(double[] p) => new Elman(
        p.Take(6).Chunk(2).ToArray(), p.Skip(6).Take(9).Chunk(3).ToArray(), p.Skip(15).Chunk(3).ToArray());

    public static double Loss(double[] parameters, double[][] inputs, double[][] targets) =>
        Netz(parameters).Vorwaerts(inputs).Zip(targets, (y, soll) => -y.Zip(soll, (a, b) => b * Math.Log(a)).Sum()).Sum();

    public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
    {
        var netz = Netz(parameters);
        netz.Vorwaerts(inputs);
        var (dEin, dRueck, dAus) = netz.Zurueck(inputs, targets);
        return dEin.Concat(dRueck).Concat(dAus).SelectMany(zeile => zeile).ToArray();
    }
}
