"""More of what honest code does: the standard library, files of every kind, and what the first list has once.

Each snippet ends with an expression that is true; `DATA` is an allowed folder.
"""

from collections.abc import Mapping

STANDARD_LIBRARY: Mapping[str, str] = {
    "JSON": """
import json
json.loads(json.dumps({'x': [1, None, 'ü']}))['x'][2] == 'ü'
""",
    "dates": """
from datetime import date, datetime, timedelta, timezone
(datetime(2024, 3, 1, tzinfo=timezone.utc) - timedelta(days=1)).day == 29 and date.today().year >= 2024
""",
    "zones of time": """
from zoneinfo import ZoneInfo, available_timezones
len(available_timezones()) > 300 and pd.Timestamp('2024-07-01', tz='America/New_York').utcoffset().total_seconds() < 0
""",
    "decimals and fractions": """
from decimal import Decimal, getcontext
from fractions import Fraction
getcontext().prec = 30
str(Decimal(1) / 3).startswith('0.333') and Fraction(1, 3) * 3 == 1
""",
    "types": """
from typing import NamedTuple, TypedDict
class P(NamedTuple):
    x: int
class D(TypedDict):
    y: str
P(1).x == 1 and D(y='a')['y'] == 'a'
""",
    "classes that are kept": """
import enum, functools
class Colour(enum.Enum):
    RED = 1
@functools.lru_cache
def f(n):
    return n if n < 2 else f(n - 1) + f(n - 2)
f(50) == 12586269025 and Colour(1) is Colour.RED
""",
    "iteration": """
import collections, heapq, itertools, operator
counted = collections.Counter(df['k'])
top = heapq.nlargest(1, counted.items(), key=operator.itemgetter(1))
len(list(itertools.combinations(counted, 2))) == 3 and top[0][1] == 100
""",
    "statistics": """
import math, statistics
math.isclose(statistics.mean(df['x']), df['x'].mean()) and statistics.quantiles(df['x'], n=4)[1] > 0
""",
    "texts": r"""
import difflib, re, string, textwrap, unicodedata
bool(re.match(r'(?P<w>\w+)', 'äb')) and unicodedata.normalize('NFKD', 'é') != 'é' and textwrap.fill('a b', 1) == 'a\nb'
""",
    "random numbers with a seed": """
import random
random.seed(1)
first = random.random()
random.seed(1)
np.random.seed(1)
random.random() == first and np.random.rand() == np.random.RandomState(1).rand()
""",
    "warnings that are caught": """
import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter('always')
    warnings.warn('x')
len(seen) == 1
""",
    "logging to nowhere": """
import logging
logging.getLogger('x').addHandler(logging.NullHandler())
logging.getLogger('x').warning('y')
True
""",
    "output that is caught": """
import contextlib, io
with contextlib.redirect_stdout(io.StringIO()) as out:
    print('x')
    df.info()
'x' in out.getvalue() and 'RangeIndex' in out.getvalue()
""",
    "compression": """
import bz2, gzip, lzma, zlib
with gzip.open('x.gz', 'wt') as f:
    f.write('x')
gzip.open('x.gz', 'rt').read() == 'x' and bz2.decompress(bz2.compress(b'x')) == lzma.decompress(lzma.compress(b'x'))
""",
    "CSV by hand": """
import csv
with open('x.csv', 'w', newline='') as f:
    csv.writer(f).writerows([['a'], [1]])
list(csv.DictReader(open('x.csv')))[0]['a'] == '1'
""",
    "settings": """
import configparser, tomllib
c = configparser.ConfigParser()
c.read_string('[a]\\nb=1')
c['a']['b'] == '1' and tomllib.loads('x = 1')['x'] == 1
""",
    "XML": """
import xml.etree.ElementTree as tree
tree.fromstring('<a><b>1</b></a>').find('b').text == '1'
""",
    "addresses": """
import ipaddress, urllib.parse
urllib.parse.urlparse('https://a.b/c?d=1').netloc == 'a.b' and ipaddress.ip_address('10.0.0.1').is_private
""",
    "time that passes": """
import time, timeit
time.sleep(0.001)
time.perf_counter() > 0 and time.process_time() > 0 and timeit.timeit('1', number=10) >= 0
""",
    "weak references and garbage": """
import gc, sys, weakref
class T: pass
t = T(); w = weakref.ref(t); del t
gc.collect()
w() is None and sys.getsizeof(df) > 0
""",
    "signals of a time limit": """
import signal
def late(*_):
    raise TimeoutError
signal.signal(signal.SIGALRM, late)
signal.alarm(5)
signal.alarm(0)
True
""",
    "queues and locks": """
import queue, threading
q, lock = queue.Queue(), threading.Lock()
def put():
    with lock:
        q.put(1)
threads = [threading.Thread(target=put) for _ in range(20)]
[t.start() for t in threads]; [t.join() for t in threads]
q.qsize() == 20
""",
    "threads of pandas": """
from concurrent.futures import ThreadPoolExecutor, as_completed
with ThreadPoolExecutor(4) as pool:
    started = [pool.submit(lambda g: g['x'].sum(), g) for _, g in df.groupby('k')]
    done = [f.result() for f in as_completed(started)]
np.isclose(sum(done), df['x'].sum())
""",
    "a help text": """
import inspect, pydoc
'group' in pydoc.render_doc(pd.DataFrame.groupby).lower() and 'by' in inspect.signature(pd.DataFrame.groupby).parameters
""",
    "its own source": """
def f():
    return 1
import inspect
inspect.getsource(f).startswith('def f')
""",
}

DATA_LIBRARIES: Mapping[str, str] = {
    "pandas time series": """
s = df.set_index('t')['x']
r = s.resample('6h').agg(['mean', 'count'])
r['count'].sum() == len(df) and s.ewm(span=3).mean().notna().all() and s.shift(1).isna().sum() == 1
""",
    "pandas merge as of": """
left, right = df[['t', 'x']], df[['t', 'i']].iloc[::2]
len(pd.merge_asof(left, right, on='t')) == len(df)
""",
    "pandas reshape": """
wide = df.pivot_table(index='i', columns='k', values='x')
long = wide.reset_index().melt(id_vars='i').dropna()
len(long) == len(df) and len(pd.get_dummies(df['k']).columns) == 3 and len(pd.crosstab(df['k'], df['d'])) == 3
""",
    "pandas apply": """
out = df.groupby('k')[['x', 'i']].apply(lambda g: g['x'].max() - g['x'].min())
len(out) == 3 and (df['x'].map(lambda v: v + 1) > 1).all() and df[['x']].transform(np.log1p).notna().all().all()
""",
    "pandas bins": """
pd.cut(df['x'], 5).value_counts().sum() == len(df) and pd.qcut(df['i'], 4).nunique() == 4
""",
    "pandas writes in chains": """
out = df.assign(z=lambda d: d['x'] * 2).loc[lambda d: d['z'] > 0].sort_values('z').reset_index(drop=True)
out['z'].is_monotonic_increasing
""",
    "pandas changes a slice": """
part = df[df['k'] == 'a'].copy()
part['x'] = 0.0
part.iloc[0, 0] = 'b'
df['x'].sum() > 0 and part['x'].sum() == 0
""",
    "pandas partitions": """
df[['k', 'x']].to_parquet('parts', partition_cols=['k'])
back = pd.read_parquet('parts', filters=[('k', '==', 'a')])
len(back) == 100
""",
    "pandas into a temporary file": """
import tempfile
with tempfile.NamedTemporaryFile(suffix='.parquet') as f:
    df.to_parquet(f.name)
    ok = pd.read_parquet(f.name).shape == df.shape
ok
""",
    "pandas and SQLite": """
import sqlite3
with sqlite3.connect('p.db') as c:
    df[['k', 'x']].to_sql('t', c, index=False)
    n = pd.read_sql('SELECT COUNT(*) AS n FROM t', c)['n'][0]
n == len(df)
""",
    "pandas texts and pickles": """
df.to_pickle('f.pkl')
df.head().to_html('f.html')
pd.read_pickle('f.pkl').equals(df) and '<table' in open('f.html').read() and df.head().to_string() != ''
""",
    "pandas compressed": """
df.to_csv('f.csv.gz', index=False)
len(pd.read_csv('f.csv.gz', parse_dates=['t'])) == len(df)
""",
    "pandas in chunks": "sum(len(c) for c in pd.read_csv(DATA + '/data.csv', chunksize=30)) == 100",
    "pandas of Arrow types": """
a = df[['k', 'i']].convert_dtypes(dtype_backend='pyarrow')
a['i'].sum() == df['i'].sum()
""",
    "pandas plots in a grid": """
df[['x', 'i']].hist(bins=5)
df.boxplot(column='x', by='k')
df.plot.scatter(x='i', y='x')
axes = df.groupby('k')['x'].mean().plot.bar()
len(axes.patches) == 3
""",
    "matplotlib axes and files": """
figure, (left, right) = plt.subplots(1, 2, figsize=(6, 2), constrained_layout=True)
left.plot(df['i'], df['x'], label='x'); left.legend(); left.twinx().bar(df['i'], df['i'])
right.imshow(np.random.rand(5, 5)); right.annotate('a', (1, 1)); figure.colorbar(right.images[0])
figure.savefig('f.png', dpi=50); figure.savefig('f.jpg')
import os
os.path.getsize('f.png') > 1000
""",
    "matplotlib styles and dates": """
import matplotlib.dates as dates
with plt.style.context('ggplot'):
    figure, axes = plt.subplots()
    axes.plot(df['t'], df['x'])
    axes.xaxis.set_major_formatter(dates.DateFormatter('%d %b'))
    figure.autofmt_xdate()
True
""",
    "matplotlib animation": """
from matplotlib.animation import FuncAnimation, PillowWriter
figure, axes = plt.subplots()
line, = axes.plot([], [])
FuncAnimation(figure, lambda n: line.set_data(range(n), range(n)), frames=3).save('a.gif', writer=PillowWriter())
open('a.gif', 'rb').read(3) == b'GIF'
""",
    "numpy in many ways": """
a = np.random.default_rng(0).normal(size=(50, 50))
u, s, v = np.linalg.svd(a)
np.allclose(u * s @ v, a) and np.fft.ifft(np.fft.fft(a)).real.shape == a.shape and np.einsum('ij,ij->', a, a) > 0
""",
    "numpy memory map that is written": """
m = np.memmap('m.dat', dtype='float64', mode='w+', shape=(1000,))
m[:] = 1; m.flush()
np.memmap('m.dat', dtype='float64', mode='r').sum() == 1000
""",
    "numpy archives and texts": """
np.savez_compressed('z.npz', a=np.arange(3)); np.savetxt('t.txt', np.eye(2))
np.load('z.npz')['a'].sum() == 3 and np.loadtxt('t.txt').trace() == 2
""",
    "Polars in many ways": """
out = (pf.lazy().with_columns(y=pl.col('x').rolling_mean(3), z=pl.col('x').rank().over('k'))
       .filter(pl.col('z') > 1).group_by('k').agg(pl.all().mean()).sort('k').collect())
out.height == 3 and pf.pivot('k', index='i', values='x').height == pf.height
""",
    "Polars with threads": """
out = pl.concat([pf] * 200).group_by('k').agg(pl.col('x').sum(), pl.col('i').n_unique())
out.height == 3 and pl.thread_pool_size() > 0
""",
    "Polars and the others": """
np.isclose(pf.to_pandas()['x'].sum(), pf['x'].sum()) and pl.from_arrow(at).height == len(pf.to_numpy()) == at.num_rows
""",
    "pyarrow in many ways": """
import pyarrow.compute as pc, pyarrow.parquet as pq, pyarrow.dataset as ds
pq.write_to_dataset(at, 'd', partition_cols=['k'])
d = ds.dataset('d', partitioning='hive')
n = d.to_table(filter=pc.field('k') == 'a').num_rows
m = pq.ParquetFile(pq.ParquetDataset('d').files[0]).metadata.num_rows
n == m == 100 and at.filter(pc.greater(at['x'], 2)).num_rows == 0
""",
    "scipy in many ways": """
from scipy import cluster, integrate, interpolate, linalg, ndimage, optimize, signal, spatial, stats
ok = abs(integrate.quad(np.sin, 0, np.pi)[0] - 2) < 1e-9 and stats.norm.fit(df['x'])[1] > 0
ok &= optimize.curve_fit(lambda x, a: a * x, np.arange(5.0), 2 * np.arange(5.0))[0][0].round(6) == 2
ok &= spatial.cKDTree(np.random.rand(50, 2)).query([0.5, 0.5])[0] >= 0
ok & (interpolate.CubicSpline([0, 1, 2], [0, 1, 4])(1) == 1)
""",
    "DuckDB in many ways": """
import duckdb
c = duckdb.connect()
c.execute("CREATE TABLE t AS SELECT * FROM df WHERE x > 0")
c.execute("COPY t TO 'd.parquet'")
count = c.execute(f"SELECT COUNT(*) FROM '{DATA}/parts/*.parquet'").fetchall()[0][0]
count == 100 and len(c.execute("FROM 'd.parquet'").fetch_df()) == len(df)
""",
}

SCIKIT_LEARN: Mapping[str, str] = {
    "scikit-learn pipeline": """
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
columns = ColumnTransformer([('n', StandardScaler(), ['x', 'i']), ('c', OneHotEncoder(), ['k'])])
model = make_pipeline(columns, LogisticRegression()).fit(df, df['d'])
0 <= model.score(df, df['d']) <= 1 and model.predict_proba(df).shape == (300, 2)
""",
    "scikit-learn search": """
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.tree import DecisionTreeRegressor
a, b = train_test_split(df, random_state=0)
search = GridSearchCV(DecisionTreeRegressor(random_state=0), {'max_depth': [1, 2]}, cv=2, n_jobs=2)
search.fit(a[['i']], a['x'])
search.best_params_['max_depth'] in (1, 2)
""",
    "scikit-learn boosting": """
from sklearn.ensemble import HistGradientBoostingRegressor
HistGradientBoostingRegressor(max_iter=5).fit(df[['x', 'i', 'y']], df['i']).score(df[['x', 'i', 'y']], df['i']) > 0
""",
    "scikit-learn measures": """
from sklearn.metrics import classification_report, confusion_matrix, roc_auc_score
from sklearn.neighbors import KNeighborsClassifier
model = KNeighborsClassifier(n_jobs=-1).fit(df[['x', 'i']], df['d'])
guess = model.predict(df[['x', 'i']])
text = classification_report(df['d'], guess, zero_division=0)
'precision' in text and confusion_matrix(df['d'], guess).sum() == 300 and roc_auc_score(df['d'], guess) >= 0
""",
    "joblib": """
from joblib import Parallel, delayed, dump, load
dump({'x': 1}, 'm.joblib')
sum(Parallel(n_jobs=2)(delayed(abs)(n) for n in range(-3, 3))) == 9 and load('m.joblib')['x'] == 1
""",
}
MORE_SNIPPETS = {**STANDARD_LIBRARY, **DATA_LIBRARIES}
